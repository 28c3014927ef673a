package io.portcullis.manage;

import io.portcullis.policy.ListScope;
import io.portcullis.policy.ListedKey;
import io.portcullis.policy.Operator;
import io.portcullis.policy.PolicyEntries;
import java.util.List;
import java.util.Optional;

/** Which lists an operator may see, and which it may change. */
final class Rights {
  private Rights() {}

  /**
   * Lets a reader through. What is not the operator's own and what is not there are answered alike,
   * for the difference would tell what others have.
   */
  static void toRead(Operator operator, ListScope scope, PolicyEntries entries) throws Refused {
    if (!operator.isOfPlatform() && !isOwn(operator, scope, entries)) {
      throw notYours();
    }
    if (!entries.knows(scope)) {
      throw Refused.notFound("there is no " + words(scope));
    }
  }

  /** Lets a writer through. */
  static void toWrite(Operator operator, ListScope scope, PolicyEntries entries) throws Refused {
    if (operator.role() == Operator.Role.VIEWER) {
      throw Refused.forbidden("FORBIDDEN", "a viewer only reads");
    }
    if (operator.role() != Operator.Role.PLATFORM_ADMIN && !isOwn(operator, scope, entries)) {
      throw notYours();
    }
    if (!entries.knows(scope)) {
      throw Refused.notFound("there is no " + words(scope) + "; it has to be in the policy file");
    }
  }

  /** Lets a writer of what concerns some tenants, all of which must be its own, through. */
  static void toWriteAll(Operator operator, List<String> tenants) throws Refused {
    if (operator.role() == Operator.Role.VIEWER) {
      throw Refused.forbidden("FORBIDDEN", "a viewer only reads");
    }
    if (operator.role() != Operator.Role.PLATFORM_ADMIN && !areOwn(operator, tenants)) {
      throw notYours();
    }
  }

  /** Lets whoever may change something through. */
  static void ofAdmin(Operator operator) throws Refused {
    if (operator.role() == Operator.Role.VIEWER) {
      throw Refused.forbidden(
          "FORBIDDEN", "this is for admins; a viewer reads the lists under `/v1/tenants`");
    }
  }

  /** Lets a writer of what concerns the whole platform through. */
  static void ofPlatform(Operator operator, String what) throws Refused {
    if (operator.role() != Operator.Role.PLATFORM_ADMIN) {
      throw Refused.forbidden("FORBIDDEN", what + " is for a platform-admin");
    }
  }

  static boolean isOwn(Operator operator, ListScope scope, PolicyEntries entries) {
    switch (scope.kind()) {
      case TENANT:
      case PROGRAM:
        return operator.sees(scope.tenant());
      case KEY:
        Optional<ListedKey> key = entries.key(scope.name());
        return key.isPresent() && isOwn(operator, key.get());
      default:
        return operator.isOfPlatform();
    }
  }

  /** Whether all tenants of a key are the operator's. */
  static boolean isOwn(Operator operator, ListedKey key) {
    return operator.isOfPlatform() || (!key.isOfEveryTenant() && areOwn(operator, key.tenants()));
  }

  static boolean areOwn(Operator operator, List<String> tenants) {
    boolean own = !tenants.isEmpty();
    for (String tenant : tenants) {
      own &= operator.sees(tenant);
    }
    return own;
  }

  static Refused notYours() {
    return Refused.forbidden("NOT_YOUR_TENANT", "this is not one of this token's tenants");
  }

  private static String words(ListScope scope) {
    return "`" + scope + "`";
  }
}
