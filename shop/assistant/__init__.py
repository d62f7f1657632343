"""The assistant: values in, values out. It knows neither Flask nor a database, only itself."""
