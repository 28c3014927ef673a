package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.source.PolicyText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the references of address lists to sets and list files. A set or a file counts once in a
 * list, by however many ways it is reached; each file is read once.
 */
final class ListResolver {
  /** How many sets may stand one inside the other. */
  static final int DEEPEST = 32;

  /** How many entries all lists in use may hold together, a set counted each time it is used. */
  static final int MOST_ENTRIES = 4_000_000;

  private final Map<String, AddressList> sets;
  private final PolicyText text;
  private final String folder;
  private final Problems problems;
  private final Map<String, Optional<List<Entry>>> files = new HashMap<>();
  private final Map<String, Integer> heights = new HashMap<>();
  private final Set<String> cyclic = new HashSet<>();
  private int resolved;

  /** A resolver for one policy; list files are called by their path beside the policy's. */
  ListResolver(PolicyText text, Map<String, AddressList> sets, Problems problems) {
    String file = text.name();
    this.folder = file.substring(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    this.text = text;
    this.sets = sets;
    this.problems = problems;
  }

  /** Checks the references of all sets, whether a list uses them or not. */
  void checkSets() {
    for (Map.Entry<String, AddressList> set : sets.entrySet()) {
      height(set.getKey(), set.getValue(), new ArrayList<String>());
    }
  }

  /** How many sets deep a set is; tells of cycles, of what is unknown, and of what is too deep. */
  private int height(String name, AddressList set, List<String> path) {
    Integer known = heights.get(name);
    if (known != null) {
      return known;
    }
    path.add(name);
    int height = 1;
    for (ListItem item : set.items()) {
      if (item.kind() == ListItem.Kind.FILE) {
        file(item);
      }
      if (item.kind() != ListItem.Kind.SET) {
        continue;
      }
      Optional<AddressList> inner = set(item);
      int seen = path.indexOf(item.name());
      if (seen >= 0) {
        tellCycle(item, path.subList(seen, path.size()));
      } else if (inner.isPresent() && path.size() < DEEPEST) {
        height = Math.max(height, 1 + height(item.name(), inner.get(), path));
      } else if (inner.isPresent()) {
        height = DEEPEST + 1;
      }
      if (height > DEEPEST) {
        problems.error(
            item.place(),
            "SET_TOO_DEEP",
            "more than " + DEEPEST + " sets stand one inside the other; name the inner ones here");
        height = DEEPEST;
      }
    }
    path.remove(path.size() - 1);
    heights.put(name, height);
    return height;
  }

  private void tellCycle(ListItem item, List<String> cycle) {
    cyclic.addAll(cycle);
    StringBuilder way = new StringBuilder();
    for (String name : cycle) {
      way.append(Problems.quoted(name)).append(" → ");
    }
    problems.error(
        item.place(),
        "SET_CYCLE",
        "the set "
            + Problems.quoted(item.name())
            + " holds itself: "
            + way
            + Problems.quoted(item.name())
            + "; remove one of these references");
  }

  private Optional<AddressList> set(ListItem reference) {
    AddressList set = sets.get(reference.name());
    if (set == null) {
      problems.error(
          reference.place(),
          "UNKNOWN_SET",
          "there is no set "
              + Problems.quoted(reference.name())
              + (sets.isEmpty() ? "; declare it under `sets`" : "")
              + problems.suggestion(reference.name(), sets.keySet()));
    }
    return Optional.ofNullable(set);
  }

  private Optional<List<Entry>> file(ListItem reference) {
    String name = reference.name();
    byte[] bytes = text.lists().get(name);
    if (bytes == null) {
      String cause = text.unreadable().get(name);
      problems.error(
          reference.place(),
          "LIST_UNREADABLE",
          "the list "
              + Problems.quoted(folder + name)
              + " cannot be read: "
              + (cause == null ? "no such file" : cause));
      return Optional.empty();
    }
    Optional<List<Entry>> entries = files.get(name);
    if (entries == null) {
      entries = ListFileReader.read(folder + name, bytes, problems);
      files.put(name, entries);
    }
    return entries;
  }

  /**
   * All entries of a list, disabled ones included, in the order written.
   *
   * @param emptyIsError whether a set or a file without an enabled entry is an error here: a list
   *     that has lost its lines must not open a scope
   */
  List<Entry> resolve(AddressList list, boolean emptyIsError) {
    List<Entry> entries = new ArrayList<>();
    collect(list, list.name(), emptyIsError, new HashSet<String>(), new HashSet<String>(), entries);
    resolved += entries.size();
    if (resolved > MOST_ENTRIES) {
      problems.error(
          list.place(),
          "TOO_LARGE",
          "with "
              + Problems.quoted(list.name())
              + " the lists hold more than "
              + MOST_ENTRIES
              + " entries together, a set counted each time it is used; use large sets less often");
      return Collections.emptyList();
    }
    return entries;
  }

  /** The same to be looked at: nothing is told, and it does not count towards the bound. */
  List<Entry> look(AddressList list) {
    List<Entry> entries = new ArrayList<>();
    collect(list, list.name(), false, new HashSet<String>(), new HashSet<String>(), entries);
    return entries;
  }

  /** Whether all that the list refers to could be read: only then is nothing really nothing. */
  private boolean collect(
      AddressList list,
      String use,
      boolean emptyIsError,
      Set<String> setsSeen,
      Set<String> filesSeen,
      List<Entry> into) {
    boolean complete = list.isWhole();
    for (ListItem item : list.items()) {
      if (resolved + into.size() > MOST_ENTRIES) {
        return false; // told by the caller
      }
      int before = into.size();
      boolean readHere = false;
      switch (item.kind()) {
        case ENTRY:
          into.add(item.entry());
          break;
        case SET:
          Optional<AddressList> set = set(item);
          if (!set.isPresent() || cyclic.contains(item.name())) {
            complete = false;
          } else if (setsSeen.add(item.name())) {
            readHere = collect(set.get(), use, emptyIsError, setsSeen, filesSeen, into);
            complete &= readHere;
          }
          break;
        case FILE:
          Optional<List<Entry>> entries = file(item);
          if (!entries.isPresent()) {
            complete = false;
          } else if (filesSeen.add(item.name())) {
            into.addAll(entries.get());
            readHere = true;
          }
          break;
      }
      if (readHere && !holdsEnabled(into, before)) {
        tellEmpty(item, use, emptyIsError);
        complete = false; // that the list around it is empty too is no news
      }
    }
    return complete;
  }

  private static boolean holdsEnabled(List<Entry> entries, int from) {
    for (int i = from; i < entries.size(); i++) {
      if (entries.get(i).enabled()) {
        return true;
      }
    }
    return false;
  }

  private void tellEmpty(ListItem item, String use, boolean error) {
    String what =
        (item.kind() == ListItem.Kind.SET ? "the set " : "the list ")
            + Problems.quoted(item.name())
            + " holds no enabled entry";
    if (error) {
      problems.error(
          item.place(),
          "EMPTY_LIST",
          what
              + ", and "
              + Problems.quoted(use)
              + " uses it: a list that has lost its lines must not open a door; fill it, or remove"
              + " the reference");
    } else {
      problems.warning(
          item.place(), "EMPTY_LIST", what + ", and " + Problems.quoted(use) + " uses it");
    }
  }
}
