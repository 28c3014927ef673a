package io.portcullis.manage;

import io.portcullis.policy.ListedGroup;
import io.portcullis.policy.PolicyEntries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/groups} and below: who may reach which endpoints, and by how many rules. */
final class GroupsResource {
  private final Watched watched;

  GroupsResource(Watched watched) {
    this.watched = watched;
  }

  /** {@code GET /v1/groups}. */
  Resource list() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        PolicyEntries entries = entries(watched);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Map.Entry<String, ListedGroup> group : entries.groups().entrySet()) {
          rows.add(badge(group.getKey(), group.getValue()));
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("groups", rows);
        return Answer.json(object);
      }
    };
  }

  /** {@code GET /v1/groups/{group}}. */
  Resource one() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        PolicyEntries entries = entries(watched);
        String name = call.pathValue("group");
        ListedGroup group = entries.groups().get(name);
        if (group == null) {
          throw Refused.notFound("there is no group `" + name + "`");
        }
        Map<String, @Nullable Object> object = whole(name, group);
        List<Map<String, @Nullable Object>> endpoints = new ArrayList<>();
        for (Map.Entry<String, ListedGroup> each : entries.endpoints(name).entrySet()) {
          endpoints.add(badge(each.getKey(), each.getValue()));
        }
        object.put("endpoints", endpoints);
        return Answer.json(object);
      }
    };
  }

  /** {@code GET /v1/groups/{group}/endpoints/{endpoint}}. */
  Resource endpoint() {
    return new Replying() {
      @Override
      Answer to(Call call) throws Refused {
        String name = call.pathValue("endpoint");
        ListedGroup endpoint = entries(watched).endpoints(call.pathValue("group")).get(name);
        if (endpoint == null) {
          throw Refused.notFound("there is no endpoint `" + name + "` of such a group");
        }
        return Answer.json(whole(name, endpoint));
      }
    };
  }

  private static Map<String, @Nullable Object> badge(String name, ListedGroup group) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", name);
    object.put("scope", group.scope());
    object.put("mode", group.mode().word());
    object.put("match", group.match());
    object.put("restricted", group.restricted());
    object.put("domainRules", group.domainRules());
    object.put("addressRules", group.addressRules());
    return object;
  }

  private static Map<String, @Nullable Object> whole(String name, ListedGroup group) {
    Map<String, @Nullable Object> object = badge(name, group);
    if (group.inherit().isPresent()) {
      object.put("inherit", group.inherit().get());
    }
    Map<String, @Nullable Object> network = new LinkedHashMap<>();
    network.put("enabled", group.enabled());
    network.put("domains", group.domains());
    network.put(
        "addresses",
        group.addresses().subList(0, Math.min(ListPage.MOST, group.addresses().size())));
    object.put("network", network);
    return object;
  }
}
