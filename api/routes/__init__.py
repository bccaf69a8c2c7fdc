"""The resources, a module each, named as in their URL. Importing a module registers its operations."""
