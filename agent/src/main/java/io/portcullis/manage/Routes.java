package io.portcullis.manage;

import io.portcullis.manage.Route.Access;
import io.portcullis.policy.ListScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Everything that can be called with a token; {@code openapi.json} says the same. */
final class Routes {
  /** A list of a thousand entries with their descriptions has room. */
  private static final int LIST_BODY = 1 << 20;

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
    addEntries(watched, routes);
    addOtherSystems(watched, routes);
    return Collections.unmodifiableList(routes);
  }

  private static void addEntries(Watched watched, List<Route> routes) {
    EntryOperations operations = new EntryOperations(watched);
    addKeys(watched, operations, routes);
    TenantResource tenant = new TenantResource(watched, operations);
    routes.add(new Route("GET", "/v1/tenants/{tenant}", Access.OWN, tenant.show()));
    routes.add(
        new Route("PATCH", "/v1/tenants/{tenant}", Access.OWN, tenant.change(), "from", "force")
            .withBodyUpTo(LIST_BODY));
    GroupsResource groups = new GroupsResource(watched);
    routes.add(new Route("GET", "/v1/groups", Access.PLATFORM, groups.list()));
    routes.add(new Route("GET", "/v1/groups/{group}", Access.PLATFORM, groups.one()));
    routes.add(
        new Route(
            "GET", "/v1/groups/{group}/endpoints/{endpoint}", Access.PLATFORM, groups.endpoint()));
    routes.add(new Route("POST", "/v1/reload", Access.PLATFORM, new ReloadResource(watched)));
    for (ListScope.Kind kind : ListScope.Kind.values()) {
      addEntries(
          PathScope.path(kind),
          new EntriesResource(watched, operations, new PathScope(kind)),
          routes);
    }
  }

  private static void addKeys(Watched watched, EntryOperations entries, List<Route> routes) {
    KeysResource keys = new KeysResource(watched, new KeyOperations(watched, entries));
    String one = "/v1/keys/{key}";
    routes.add(new Route("GET", "/v1/keys", Access.OWN, keys.list(), "limit", "offset"));
    routes.add(
        new Route("POST", "/v1/keys", Access.OWN, keys.make(), "from", "force")
            .withBodyUpTo(LIST_BODY));
    routes.add(new Route("GET", one, Access.OWN, keys.one()));
    routes.add(
        new Route("PATCH", one, Access.OWN, keys.change(), "from", "force")
            .withBodyUpTo(LIST_BODY));
    routes.add(new Route("DELETE", one, Access.OWN, keys.remove(), "from", "force"));
  }

  private static void addEntries(String prefix, EntriesResource entries, List<Route> routes) {
    String all = prefix + "/entries";
    String one = all + "/{id}";
    routes.add(new Route("GET", all, Access.OWN, entries.list(), "limit", "offset"));
    routes.add(
        new Route("POST", all, Access.OWN, entries.add(), "from", "force").withBodyUpTo(LIST_BODY));
    routes.add(new Route("GET", one, Access.OWN, entries.one()));
    routes.add(new Route("PUT", one, Access.OWN, entries.update(), "from", "force"));
    routes.add(new Route("DELETE", one, Access.OWN, entries.remove(), "from", "force"));
  }

  /** The calls of the systems whose words a policy can answer in. */
  private static void addOtherSystems(Watched watched, List<Route> routes) {
    EntryOperations operations = new EntryOperations(watched);
    ArxResource arx = new ArxResource(watched, operations);
    String all = "/v1/settings/ip-allowlist";
    String one = all + "/{id}";
    Wording words = Wording.ARX;
    routes.add(new Route("GET", all, Access.OWN, arx.list(), "tenant").of(words));
    routes.add(new Route("POST", all, Access.OWN, arx.add(), "tenant", "from", "force").of(words));
    routes.add(
        new Route("PUT", one, Access.OWN, arx.update(), "tenant", "from", "force").of(words));
    routes.add(
        new Route("DELETE", one, Access.OWN, arx.remove(), "tenant", "from", "force").of(words));

    FebasiResource febasi =
        new FebasiResource(watched, operations, new KeyOperations(watched, operations));
    words = Wording.FEBASI;
    routes.add(
        new Route(
                "PATCH",
                "/api/v1/tenants/{tenant}/config",
                Access.OWN,
                febasi.configure(),
                "from",
                "force")
            .withBodyUpTo(LIST_BODY)
            .of(words));
    routes.add(
        new Route("POST", "/api/v1/client-keys", Access.OWN, febasi.makeKey(), "from", "force")
            .withBodyUpTo(LIST_BODY)
            .of(words));

    ArbitexResource arbitex = new ArbitexResource(watched, operations);
    all = "/api/admin/ip-allowlist/";
    one = all + "{id}";
    words = Wording.ARBITEX;
    routes.add(new Route("GET", all, Access.OWN, arbitex.list(), "limit", "offset").of(words));
    routes.add(new Route("POST", all, Access.OWN, arbitex.add(), "from", "force").of(words));
    routes.add(new Route("GET", one, Access.OWN, arbitex.one()).of(words));
    routes.add(new Route("PUT", one, Access.OWN, arbitex.update(), "from", "force").of(words));
    routes.add(new Route("DELETE", one, Access.OWN, arbitex.remove(), "from", "force").of(words));
  }
}
