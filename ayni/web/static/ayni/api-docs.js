// Show the API's operations from its own description; a request tried here is made as whoever is signed in.
(function () {
  const place = document.getElementById("operations");
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.openapi,
    deepLinking: true,
    docExpansion: "list",
    layout: "BaseLayout",
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    requestInterceptor(request) {
      request.headers["X-CSRFToken"] = place.dataset.csrf;
      return request;
    },
  });
})();
