"use strict";

// Swagger UI warns of every format that has no input of its own before it takes the plain one; ours are meant to be plain.
const PlainInputs = () => ({
  afterLoad(system) {
    const find = system.getComponent;
    this.rootInjects = this.rootInjects || {};
    this.rootInjects.getComponent = (name, container, config) =>
      find(name, container, name.startsWith("JsonSchema_string_") ? { ...config, failSilently: true } : config);
  },
});

SwaggerUIBundle({
  url: document.getElementById("swagger-ui").dataset.url,
  dom_id: "#swagger-ui",
  plugins: [PlainInputs],
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
