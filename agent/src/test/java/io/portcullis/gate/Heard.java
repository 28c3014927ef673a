package io.portcullis.gate;

import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import java.util.ArrayList;
import java.util.List;

/** A listener that remembers. */
class Heard implements DecisionListener {
  final List<Code> allowed = new ArrayList<>();
  final List<Decision> denied = new ArrayList<>();
  final List<String> ids = new ArrayList<>();
  final List<String> revisions = new ArrayList<>();
  final List<String> failed = new ArrayList<>();
  final List<HeaderFate> headers = new ArrayList<>();

  @Override
  public void allowed(Code code) {
    allowed.add(code);
  }

  @Override
  public void denied(Decision decision, Request request, String decisionId, String revision) {
    denied.add(decision);
    ids.add(decisionId);
    revisions.add(revision);
  }

  @Override
  public void headerNotUsed(HeaderFate fate) {
    headers.add(fate);
  }

  @Override
  public void failed(String doing, Throwable fault) {
    failed.add(doing);
  }
}
