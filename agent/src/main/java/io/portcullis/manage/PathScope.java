package io.portcullis.manage;

import io.portcullis.policy.ListScope;

/** Whose list a call is about, as its path says. Immutable. */
final class PathScope {
  private final ListScope.Kind kind;

  PathScope(ListScope.Kind kind) {
    this.kind = kind;
  }

  /** What the paths of the lists of a kind begin with. */
  static String path(ListScope.Kind kind) {
    switch (kind) {
      case TENANT:
        return "/v1/tenants/{tenant}";
      case PROGRAM:
        return "/v1/programs/{tenant}/{program}";
      case KEY:
        return "/v1/keys/{key}";
      case SET:
        return "/v1/sets/{set}";
      case EXEMPT:
        return "/v1/exempt";
      default:
        return "/v1/global";
    }
  }

  ListScope of(Call call) {
    switch (kind) {
      case TENANT:
        return ListScope.tenant(call.pathValue("tenant"));
      case PROGRAM:
        return ListScope.program(call.pathValue("tenant"), call.pathValue("program"));
      case KEY:
        return ListScope.key(call.pathValue("key"));
      case SET:
        return ListScope.set(call.pathValue("set"));
      case EXEMPT:
        return ListScope.EXEMPT;
      default:
        return ListScope.GLOBAL;
    }
  }
}
