package io.portcullis.manage;

import io.portcullis.policy.PolicyEntries;

/** A resource whose answer may be a refusal. */
abstract class Replying implements Resource {
  /** What a call comes to, where nothing stands against it. */
  abstract Answer to(Call call) throws Refused;

  @Override
  public final Answer answer(Call call) {
    try {
      return to(call);
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  /** The lists of the policy in force. */
  static PolicyEntries entries(Watched watched) throws Refused {
    PolicyEntries entries = watched.policy.inForce().entries().orElse(null);
    if (entries == null) {
      throw Refused.notFound("no policy of a file is in force");
    }
    return entries;
  }
}
