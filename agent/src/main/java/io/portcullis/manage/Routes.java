package io.portcullis.manage;

import io.portcullis.manage.Route.Access;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Everything that can be called with a token; {@code openapi.json} says the same. */
final class Routes {
  private Routes() {}

  static List<Route> of(Watched watched) {
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("GET", "/openapi.json", Access.OWN, new DocumentResource()));
    routes.add(new Route("GET", "/metrics", Access.PLATFORM, new MetricsResource(watched)));
    routes.add(new Route("GET", "/v1/status", Access.OWN, new StatusResource(watched)));
    routes.add(new Route("GET", "/v1/policy", Access.OWN, new PolicyResource(watched)));
    routes.add(new Route("POST", "/v1/check", Access.OWN, new CheckResource(watched)));
    RecordsResource records = new RecordsResource(watched);
    routes.add(new Route("GET", "/v1/decisions", Access.OWN, records.decisions(), "limit"));
    routes.add(new Route("GET", "/v1/decisions/{id}", Access.OWN, records.decision()));
    routes.add(new Route("GET", "/v1/changes", Access.PLATFORM, records.changes(), "limit"));
    return Collections.unmodifiableList(routes);
  }
}
