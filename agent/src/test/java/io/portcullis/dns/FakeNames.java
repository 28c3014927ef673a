package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers from a table; what is not in it does not exist. */
final class FakeNames implements Names {
  private final Map<Object, Answer> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  static IpAddress ip(String text) {
    return IpAddress.find(text, 0, text.length()).orElseThrow();
  }

  static ExpectedNames expecting(String... names) {
    return ExpectedNames.of(
        Arrays.stream(names)
            .map(
                name -> {
                  try {
                    return ExpectedName.parse(name);
                  } catch (NameSyntaxException e) {
                    throw new IllegalArgumentException(e);
                  }
                })
            .toList());
  }

  FakeNames ptr(String address, String... names) {
    return ptr(address, Answer.names(List.of(names), List.of(), 60));
  }

  synchronized FakeNames ptr(String address, Answer answer) {
    answers.put(ip(address), answer);
    return this;
  }

  FakeNames forward(String name, String... addresses) {
    return forward(
        name,
        Answer.addresses(Arrays.stream(addresses).map(FakeNames::ip).toList(), List.of(), 60));
  }

  synchronized FakeNames forward(String name, Answer answer) {
    answers.put(DnsName.find(name).orElseThrow(), answer);
    return this;
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Answer ptr(IpAddress address) {
    return answer(address);
  }

  @Override
  public Answer forward(DnsName name) {
    return answer(name);
  }

  private synchronized Answer answer(Object subject) {
    asked.add(subject.toString());
    return answers.getOrDefault(subject, Answer.none(List.of(), 60));
  }
}
