package io.mild.benchmarks.scaling.evaluation;

import io.mild.internal.io.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of words, for a page or a terminal. A cell may have several lines. */
public final class Table {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> head) {
    this.head = List.copyOf(head);
  }

  public void row(List<String> cells) {
    if (cells.size() != head.size()) {
      throw new IllegalArgumentException(
          "a row has %d cells under %d heads: %s".formatted(cells.size(), head.size(), cells));
    }
    rows.add(List.copyOf(cells));
  }

  public String html() {
    return "<div class=\"wide\"><table class=\"runs\">\n<tr>"
        + cells("th", head)
        + "</tr>\n"
        + rows.stream()
            .map(row -> "<tr>" + cells("td", row) + "</tr>\n")
            .collect(Collectors.joining())
        + "</table></div>\n";
  }

  private static String cells(String tag, List<String> cells) {
    return cells.stream()
        .map(
            cell -> "<" + tag + ">" + Markup.escaped(cell).replace("\n", "<br>") + "</" + tag + ">")
        .collect(Collectors.joining());
  }

  /** As Markdown, which a terminal shows well, too. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    line(text, head);
    line(text, head.stream().map(cell -> "---").toList());
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells).replace("\n", ": ")).append(" |\n");
  }
}
