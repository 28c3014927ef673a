package io.portcullis.manage;

import io.portcullis.gate.ResponseProfile;
import io.portcullis.policy.EntryDrafts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In whose words a call says what is wrong: ours, or those of another system. */
enum Wording {
  /** Problem details. */
  OWN(ResponseProfile.DEFAULT) {
    @Override
    Answer of(Answer wrong) {
      return wrong;
    }
  },

  /** A sentence under {@code detail}. */
  ARX(ResponseProfile.ARX) {
    @Override
    Answer of(Answer wrong) {
      Map<String, @Nullable Object> problem = wrong.problem().get();
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put(
          DETAIL,
          problem.containsKey(INVALID)
              ? "Invalid IP address or CIDR notation"
              : problem.get(DETAIL));
      object.put(CODE, problem.get(CODE));
      object.putAll(more(problem));
      return wrong.reworded(wrong.status(), object);
    }
  },

  /** An envelope that says that it is no success; what is invalid is a bad request. */
  FEBASI(ResponseProfile.FEBASI) {
    @Override
    Answer of(Answer wrong) {
      Map<String, @Nullable Object> problem = wrong.problem().get();
      Map<String, @Nullable Object> details = more(problem);
      boolean entries = problem.containsKey(INVALID);
      if (entries) {
        List<@Nullable Object> invalid = new ArrayList<>();
        for (Map<?, ?> row : rows(problem)) {
          invalid.add(row.get(ADDRESS));
        }
        details.put(INVALID, invalid);
      }
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("success", false);
      object.put(CODE, problem.get(CODE));
      object.put("error", entries ? "Invalid IP allowlist entries" : problem.get(DETAIL));
      if (!details.isEmpty()) {
        object.put("details", details);
      }
      boolean invalid = VALIDATION_ERROR.equals(problem.get(CODE));
      return wrong.reworded(invalid ? 400 : wrong.status(), object);
    }
  },

  /** A word and a sentence; of what cannot be processed a list that names each place. */
  ARBITEX(ResponseProfile.ARBITEX) {
    @Override
    Answer of(Answer wrong) {
      Map<String, @Nullable Object> problem = wrong.problem().get();
      String word = String.valueOf(problem.get(CODE)).toLowerCase(Locale.ROOT);
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("error", word);
      if (wrong.status() != 422) {
        object.put(DETAIL, problem.get(DETAIL));
        object.putAll(more(problem));
        return wrong.reworded(wrong.status(), object);
      }
      List<Map<String, @Nullable Object>> places = new ArrayList<>();
      if (problem.containsKey(INVALID)) {
        for (Map<?, ?> row : rows(problem)) {
          places.add(invalidEntry(row, word));
        }
      } else {
        Object field = problem.get(FIELD);
        places.add(
            place(
                field == null ? Arrays.asList("request") : Arrays.asList("body", field),
                String.valueOf(problem.get(DETAIL)),
                word));
      }
      object.put(DETAIL, places);
      return wrong.reworded(422, object);
    }
  };

  /** The member of a problem that names the field of the body which is wrong. */
  static final String FIELD = "field";

  private static final String ADDRESS = "address";
  private static final String CODE = "code";
  private static final String DETAIL = "detail";
  private static final String INVALID = "invalidEntries";
  private static final String VALIDATION_ERROR = "VALIDATION_ERROR";

  private final ResponseProfile profile;

  Wording(ResponseProfile profile) {
    this.profile = profile;
  }

  /** What is wrong, said so. */
  abstract Answer of(Answer wrong);

  /** Whether a policy with a profile is spoken for: ours always is. */
  boolean isOf(ResponseProfile inForce) {
    return this == OWN || profile == inForce;
  }

  /** What a problem has beside what each has. */
  private static Map<String, @Nullable Object> more(Map<String, @Nullable Object> problem) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(problem);
    more.keySet().removeAll(Arrays.asList("type", "title", "status", DETAIL, CODE, FIELD));
    return more;
  }

  private static List<Map<?, ?>> rows(Map<String, @Nullable Object> problem) {
    List<Map<?, ?>> rows = new ArrayList<>();
    Object invalid = problem.get(INVALID);
    if (invalid instanceof List) {
      for (Object row : (List<?>) invalid) {
        rows.add((Map<?, ?>) row);
      }
    }
    return rows;
  }

  private static Map<String, @Nullable Object> invalidEntry(Map<?, ?> row, String word) {
    Object address = row.get(ADDRESS);
    String reason = String.valueOf(row.get("reason"));
    if (address != null && isReadable(address.toString())) {
      return place(Arrays.asList("body", "description"), reason, word);
    }
    String text = address == null ? "" : address.toString();
    String kind =
        text.contains("/")
            ? "Invalid CIDR value"
            : text.contains("-") ? "Invalid range value" : "Invalid IP address";
    return place(Arrays.asList("body", "ip_range"), kind + ": " + reason, word);
  }

  private static boolean isReadable(String address) {
    return EntryDrafts.read(Collections.singletonList(Collections.singletonMap(ADDRESS, address)))
        .wrong()
        .isEmpty();
  }

  private static Map<String, @Nullable Object> place(List<?> where, String message, String word) {
    Map<String, @Nullable Object> place = new LinkedHashMap<>();
    place.put("loc", where);
    place.put("msg", message);
    place.put("type", word);
    return place;
  }
}
