package io.mild.internal.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody who wrote another one may have meant. */
public final class NearNames {
  private static final int MOST = 3;
  private static final int EDITS = 2;
  private static final int CHARACTERS_PER_EDIT = 4;

  private NearNames() {}

  /** The nearest three at most, by the edits that they are away, upper and lower case alike. */
  public static List<String> of(String name, List<String> names) {
    record Near(String name, int edits) {}
    List<Near> near = new ArrayList<>();
    for (String other : names) {
      int longer = Math.max(name.length(), other.length());
      int most = Math.max(EDITS, longer / CHARACTERS_PER_EDIT);
      if (longer - Math.min(name.length(), other.length()) <= most) {
        int edits = edits(name.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
        if (edits <= most && edits < longer) {
          near.add(new Near(other, edits));
        }
      }
    }
    return near.stream()
        .sorted(Comparator.comparingInt(Near::edits))
        .limit(MOST)
        .map(Near::name)
        .toList();
  }

  /** Characters to insert, delete or replace (Levenshtein 1966). */
  private static int edits(String from, String to) {
    int[] edits = new int[to.length() + 1]; // of the first i characters into the first j
    for (int j = 0; j < edits.length; j++) {
      edits[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = edits[0];
      edits[0] = i;
      for (int j = 1; j < edits.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = edits[j];
        edits[j] = Math.min(replaced, 1 + Math.min(edits[j], edits[j - 1]));
      }
    }
    return edits[to.length()];
  }
}
