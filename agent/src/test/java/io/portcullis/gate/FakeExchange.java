package io.portcullis.gate;

import io.portcullis.engine.Request;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An exchange over written-down facts that remembers how it was refused. */
class FakeExchange implements HttpExchange {
  private final Request facts;
  final List<Refusal> refusals = new ArrayList<>();

  FakeExchange(Request facts) {
    this.facts = facts;
  }

  Refusal refusal() {
    if (refusals.size() != 1) {
      throw new AssertionError("refused " + refusals.size() + " times");
    }
    return refusals.get(0);
  }

  @Override
  public void refuse(Refusal refusal) throws Exception {
    refusals.add(refusal);
  }

  @Override
  public Optional<IpAddress> peer() {
    return facts.peer();
  }

  @Override
  public String method() {
    return facts.method();
  }

  @Override
  public String target() {
    return facts.target();
  }

  @Override
  public Optional<String> containerPath() {
    return facts.containerPath();
  }

  @Override
  public List<String> headerLines(String name) {
    return facts.headerLines(name);
  }
}
