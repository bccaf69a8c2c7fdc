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

// A list of what has no list to choose from is typed as the query string has it, with commas: the buttons of Swagger UI add the word "string".
// Of one that has, `--` chooses nothing. An empty list is none, which `minItems` would refuse. Each field is named as its parameter, for
// those who do not see what stands beside it.
const Fields = ({ React: { createElement }, getComponent }) => {
  const named = (name, field) => createElement("label", { className: "field" }, createElement("span", {}, name), field);
  const wrapComponents = {
    JsonSchema_array: (Chosen) => (props) => {
      const change = (values) => props.onChange(values.some(Boolean) ? values : undefined);
      if (props.schema.getIn(["items", "enum"])) {
        return createElement(Chosen, { ...props, onChange: (values) => change(values.filter(Boolean)) });
      }
      const value = props.value && props.value.join ? props.value.join(",") : props.value;
      return createElement(getComponent("JsonSchema_string"), { ...props, value, onChange: (text) => change(text.split(",")) });
    },
    JsonSchemaForm: (Field) => (props) => named(props.description, createElement(Field, props)),
    ExamplesSelect: (Choice) => (props) => named("Example", createElement(Choice, props)),
  };
  return { wrapComponents };
};

// A field that was emptied again is one that nobody has filled in: Swagger UI sends it as `name=`.
function withoutEmptyParameters(request) {
  const [address, query = ""] = request.url.split("?");
  const given = query.split("&").filter((parameter) => !/^[^=]*=?$/.test(parameter));
  return { ...request, url: [address, given.join("&")].filter(Boolean).join("?") };
}

// Swagger UI is dark where its root has this class.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

const page = document.getElementById("swagger-ui");

SwaggerUIBundle({
  url: page.dataset.url,
  domNode: page,
  plugins: [PlainInputs, Fields],
  requestInterceptor: withoutEmptyParameters,
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  syntaxHighlight: { activated: false }, // to colour an untouched list of a hundred events takes four times as long as to show it
});
