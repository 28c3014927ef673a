package io.portcullis.manage;

import io.portcullis.client.ClientAddress;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSyntaxException;
import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call that changes something says of itself. */
final class Asking {
  private Asking() {}

  /** Who asks, from where, and on which conditions. */
  static Asked of(Call call, PolicySnapshot policy) throws Refused {
    Optional<String> force = call.query("force");
    if (force.isPresent() && !force.get().equals("true") && !force.get().equals("false")) {
      throw Refused.invalid("`force` is `true` or `false`");
    }
    return new Asked(
        call.operator(),
        call.origin().peer().toString(),
        client(call, policy),
        force.orElse("false").equals("true"),
        call.origin().lines("if-match"));
  }

  /**
   * The address by which the caller reaches the application: from elsewhere, what a request with
   * these headers would be judged by; from this machine what it says.
   */
  private static Optional<IpAddress> client(Call call, PolicySnapshot policy) throws Refused {
    Optional<String> from = call.query("from");
    if (!call.origin().isLoopback()) {
      RequestFacts.Builder request = RequestFacts.from(call.origin().peer());
      for (Map.Entry<String, List<String>> header : call.origin().headers().entrySet()) {
        for (String line : header.getValue()) {
          request.header(header.getKey(), line);
        }
      }
      ClientAddress client = new Evaluation(request.build(), policy.clientAddress()).client();
      return client.isReadable() ? Optional.of(client.address()) : Optional.<IpAddress>empty();
    }
    if (!from.isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(IpAddress.parse(from.get()));
    } catch (IpSyntaxException e) {
      throw Refused.invalid("`from`: " + e.getMessage());
    }
  }

  /** The object that a body holds. */
  static Map<String, ? extends @Nullable Object> object(Call call) throws Refused {
    return object(read(call));
  }

  private static @Nullable Object read(Call call) throws Refused {
    try {
      return JsonText.read(call.body());
    } catch (RequestSyntaxException e) {
      throw Refused.invalid("the body is no JSON object: " + e.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // what is read from JSON has texts for keys
  static Map<String, ? extends @Nullable Object> object(@Nullable Object value) throws Refused {
    if (value instanceof Map) {
      return (Map<String, ? extends @Nullable Object>) value;
    }
    throw Refused.invalid("an object is due here, such as `{\"address\": \"203.0.113.0/24\"}`");
  }

  /** A whole number of the query. */
  static int number(Call call, String name, int otherwise, int least, int most) throws Refused {
    String text = call.query(name).orElse(Integer.toString(otherwise));
    if (text.matches("0|[1-9][0-9]{0,8}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw Refused.invalid("`" + name + "` is a whole number between " + least + " and " + most);
  }
}
