package io.portcullis.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.portcullis.engine.Caller;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Verdict;
import io.portcullis.ip.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as lines of JSON, in visible ASCII: everything else is escaped, so nothing that anybody
 * sends ends a line or drives a terminal.
 */
final class RecordJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  // Always three digits of a second, so that lines sort by their time.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private RecordJson() {}

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** One line, its line feed included. */
  static byte[] denials(List<? extends DenialRecord> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512 * records.size());
    for (DenialRecord record : records) {
      try (JsonGenerator json = FACTORY.createGenerator(out)) {
        json.writeStartObject();
        if (record instanceof Denial) {
          denial((Denial) record, json);
        } else {
          folded((Folded) record, json);
        }
        json.writeEndObject();
      }
      out.write('\n');
    }
    return out.toByteArray();
  }

  private static void denial(Denial denial, JsonGenerator json) throws IOException {
    Decision decision = denial.decision();
    Verdict settling = decision.settling();
    IpAddress peer = decision.peer().orElse(null);
    json.writeStringField("time", time(Instant.ofEpochMilli(denial.time())));
    json.writeStringField("event", event(decision.effect()));
    json.writeStringField("id", denial.id());
    json.writeStringField("decision", decision.effect().word());
    json.writeStringField("code", decision.code().name());
    json.writeStringField("check", settling.check().word());
    field("scope", settling.scope(), json);
    field(
        "client.address",
        decision.client().isReadable() ? decision.client().address().toString() : "",
        json);
    field("network.peer.address", peer == null ? "" : peer.toString(), json);
    Caller caller = decision.caller();
    field("tenant", caller.hasTenant() ? caller.tenant() : "", json);
    field("program", caller.hasProgram() ? caller.program() : "", json);
    field("key", caller.hasKey() ? caller.key() : "", json);
    json.writeStringField("method", denial.method());
    json.writeStringField("path", denial.path());
    json.writeStringField("mode", decision.mode().word());
    json.writeStringField("policy", denial.policy());
    json.writeObjectFieldStart("checks");
    for (Verdict verdict : decision.verdicts()) {
      json.writeStringField(verdict.check().word(), verdict.kind().word());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("reasons");
    for (Verdict verdict : decision.verdicts()) {
      if (!verdict.reason().isEmpty()) {
        json.writeStringField(verdict.check().word(), verdict.reason());
      }
    }
    json.writeEndObject();
  }

  private static void folded(Folded folded, JsonGenerator json) throws IOException {
    FoldKey key = folded.key();
    json.writeStringField("time", time(folded.until()));
    json.writeStringField("event", event(key.effect()));
    json.writeStringField("folded", key.span().word());
    json.writeNumberField("count", folded.count());
    json.writeStringField("firstId", folded.firstId());
    json.writeStringField("lastId", folded.lastId());
    json.writeStringField("from", time(folded.from()));
    json.writeStringField("until", time(folded.until()));
    json.writeStringField("decision", key.effect().word());
    json.writeStringField("code", key.code().name());
    field("scope", key.scope(), json);
    boolean one = key.span() == FoldKey.Span.ADDRESS;
    field("client.address", one ? key.where() : "", json);
    field("client.network", one ? "" : key.where(), json);
  }

  private static String event(Decision.Effect effect) {
    return effect == Decision.Effect.WOULD_DENY ? "IP_WOULD_BE_DENIED" : "IP_DENIED";
  }

  /** A line of the chain of changes, without its line feed. */
  static byte[] change(Change change, String previous, long number, String time, String jvm)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField(ChangeChain.PREVIOUS, previous);
      json.writeNumberField(ChangeChain.NUMBER, number);
      json.writeStringField("time", time);
      json.writeStringField("event", change.event());
      json.writeStringField("who", change.who());
      field("from", change.from(), json);
      field("jvm", jvm, json);
      field("target", change.target(), json);
      field("before", change.before(), json);
      field("after", change.after(), json);
      for (Map.Entry<String, String> detail : change.details().entrySet()) {
        json.writeStringField(detail.getKey(), detail.getValue());
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void field(String name, @Nullable String value, JsonGenerator json)
      throws IOException {
    if (value == null || value.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }
}
