package io.portcullis.manage;

import io.portcullis.client.ClientAddressResolver;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Caller;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.TimeSource;
import io.portcullis.ip.IpAddress;
import io.portcullis.policy.ListedKey;
import io.portcullis.policy.Operator;
import io.portcullis.policy.PolicyEntries;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.record.RecentClients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change must not do unless it is forced: lock out whoever makes it, open what is
 * restricted, or refuse clients that were let through lately. Used once.
 */
final class Guards {
  /** How many clients that would be refused are listed. */
  static final int MOST_LISTED = 100;

  private final Watched watched;
  private final RecentClients recent;
  private final TimeSource time;
  private final List<String> overridden = new ArrayList<>();

  Guards(Watched watched, RecentClients recent, TimeSource time) {
    this.watched = watched;
    this.recent = recent;
    this.time = time;
  }

  /** The codes that were overridden by force, none where nothing had to be. */
  List<String> check(Asked asked, LayerEdit edited, PolicyEntries before, PolicyLoad load)
      throws Refused {
    Pipeline now = watched.gate.policy().pipeline();
    Pipeline next = load.snapshot().get().pipeline();
    checkLockout(asked, edited, next);
    checkOpening(asked, edited, before, now, next);
    checkRecent(asked, now, next);
    return overridden;
  }

  private void stop(Asked asked, Answer answer, String code) throws Refused {
    if (!asked.isForced()) {
      throw new Refused(answer);
    }
    overridden.add(code);
  }

  private void checkLockout(Asked asked, LayerEdit edited, Pipeline next) throws Refused {
    if (asked.operator().role() == Operator.Role.PLATFORM_ADMIN || edited.callers().isEmpty()) {
      return;
    }
    if (!asked.client().isPresent()) {
      throw Refused.invalid(
          "say from which address you reach the application, as `?from=203.0.113.9`: a change is"
              + " not to lock you out");
    }
    IpAddress own = asked.client().get();
    for (Caller caller : edited.callers()) {
      if (refuses(next, own, caller)) {
        stop(
            asked,
            Answer.problem(
                400,
                "Bad Request",
                "IP_LOCKOUT_PREVENTED",
                "after this change your own address "
                    + own
                    + " would be refused for "
                    + words(caller)
                    + "; add it, or send ?force=true",
                "address",
                own.toString()),
            "IP_LOCKOUT_PREVENTED");
        return;
      }
    }
  }

  private void checkOpening(
      Asked asked, LayerEdit edited, PolicyEntries before, Pipeline now, Pipeline next)
      throws Refused {
    for (Caller caller : callers(before, edited)) {
      if (now.restricts(caller) && !next.restricts(caller)) {
        stop(
            asked,
            Answer.problem(
                409,
                "Conflict",
                "WOULD_OPEN",
                "after this change nobody would be kept out for "
                    + words(caller)
                    + " any more; leave an entry, or send ?force=true"),
            "WOULD_OPEN");
        return;
      }
    }
  }

  /** As whom a request can come that a list is for. */
  private static List<Caller> callers(PolicyEntries before, LayerEdit edited) {
    List<Caller> callers = new ArrayList<>();
    callers.add(Caller.ANONYMOUS);
    List<String> keys = new ArrayList<>(before.keysOfFile());
    for (String made : before.layer().keys().keySet()) {
      // One that is deleted opens nothing by going.
      if (edited.layer().keys().containsKey(made)) {
        keys.add(made);
      }
    }
    for (String tenant : before.tenants()) {
      callers.add(Caller.ofTenant(tenant));
      for (String program : before.programs(tenant)) {
        callers.add(Caller.ofTenant(tenant).withProgram(program));
      }
    }
    for (String id : keys) {
      Optional<ListedKey> key = before.key(id);
      if (key.isPresent()) {
        for (String tenant : key.get().isOfEveryTenant() ? before.tenants() : key.get().tenants()) {
          Caller caller = Caller.ofTenant(tenant).withKey(id);
          callers.add(
              key.get().program().isPresent()
                  ? caller.withProgram(key.get().program().get())
                  : caller);
        }
      }
    }
    return callers;
  }

  private void checkRecent(Asked asked, Pipeline now, Pipeline next) throws Refused {
    List<Map<String, @Nullable Object>> listed = new ArrayList<>();
    int clients = 0;
    long requests = 0;
    for (String tenant : recent.tenants()) {
      for (RecentClients.Client client : recent.of(tenant)) {
        if (refuses(next, client.address(), client.caller())
            && !refuses(now, client.address(), client.caller())) {
          clients++;
          requests += client.count();
          if (listed.size() < MOST_LISTED) {
            listed.add(row(client));
          }
        }
      }
    }
    if (clients > 0) {
      Map<String, @Nullable Object> more = new LinkedHashMap<>();
      more.put("clients", listed);
      more.put("clientCount", clients);
      more.put("requestCount", requests);
      more.put("complete", !recent.isMissingSome());
      stop(
          asked,
          Answer.problem(
              409,
              "Conflict",
              "WOULD_DENY_RECENT_CLIENTS",
              clients
                  + (clients == 1 ? " client that was" : " clients that were")
                  + " let through lately would be refused after this change; send ?force=true if"
                  + " that is meant",
              more),
          "WOULD_DENY_RECENT_CLIENTS");
    }
  }

  private static Map<String, @Nullable Object> row(RecentClients.Client client) {
    Caller caller = client.caller();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("address", client.address().toString());
    row.put("count", client.count());
    row.put("tenant", caller.hasTenant() ? caller.tenant() : null);
    row.put("program", caller.hasProgram() ? caller.program() : null);
    row.put("key", caller.hasKey() ? caller.key() : null);
    return row;
  }

  private boolean refuses(Pipeline pipeline, IpAddress client, Caller caller) {
    ClientAddressResolver itself = PeerOnly.INSTANCE;
    Evaluation evaluation =
        new Evaluation(RequestFacts.from(client).build(), itself, time, watched.bypass);
    evaluation.foundCaller(caller);
    return pipeline.refusesByList(evaluation);
  }

  private static String words(Caller caller) {
    if (!caller.hasTenant()) {
      return "requests without a tenant";
    }
    return "tenant `"
        + caller.tenant()
        + "`"
        + (caller.hasProgram() ? ", program `" + caller.program() + "`" : "")
        + (caller.hasKey() ? ", key `" + caller.key() + "`" : "");
  }
}
