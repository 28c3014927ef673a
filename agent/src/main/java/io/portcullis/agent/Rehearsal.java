package io.portcullis.agent;

import io.portcullis.gate.Gate;
import io.portcullis.gate.HttpExchange;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.record.DenialLog;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.helpers.NOPLogger;

/**
 * A made-up request of nobody, by which the gate is tried out before it is put into a server that
 * is under load: else the first real ones would all wait for the same classes.
 */
final class Rehearsal implements HttpExchange {
  private static final int TIMES = 300;

  /** Of a block that is reserved for examples. */
  private static final IpAddress PEER = IpAddress.ofIpv4(0xc000_0201);

  private Rehearsal() {}

  static void of(Gate gate) {
    DenialLog nowhere = DenialLog.to(NOPLogger.NOP_LOGGER);
    Rehearsal exchange = new Rehearsal();
    for (int i = 0; i < TIMES; i++) {
      gate.rehearse(exchange, nowhere);
    }
    nowhere.close();
  }

  @Override
  public Optional<IpAddress> peer() {
    return Optional.of(PEER);
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String target() {
    return "/";
  }

  @Override
  public Optional<String> containerPath() {
    return Optional.of("/");
  }

  @Override
  public List<String> headerLines(String name) {
    return Collections.emptyList();
  }

  @Override
  public void refuse(Refusal refusal) {}
}
