package io.mild.benchmarks.report;

import static io.mild.cli.evaluation.FigureText.number;
import static io.mild.cli.page.Html.escape;
import static io.mild.cli.page.Html.text;

import io.mild.benchmarks.report.Column.Better;
import io.mild.cli.evaluation.FigureText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table with a row a model, means over the folds above their standard deviations; the best mean
 * of a column is bold.
 */
final class ModelTable {
  private final List<Column> columns;

  private ModelTable(List<Column> columns) {
    this.columns = columns;
  }

  /** A table of models that can all be compared. */
  static String html(List<Column> columns, List<Entry> entries) {
    return new ModelTable(columns).table(Map.of("", entries));
  }

  /**
   * A table of models of which only those of one group can be compared.
   *
   * @param groups the models by the heading of their group, plain text
   */
  static String html(List<Column> columns, Map<String, List<Entry>> groups) {
    return new ModelTable(columns).table(groups);
  }

  private String table(Map<String, List<Entry>> groups) {
    return text(
        "<div class=\"wide\"><table class=\"models\">%n<thead>%n%s%s</thead>%n<tbody>%n%s</tbody>%n"
            + "</table></div>%n",
        groupHeads(),
        heads(),
        groups.entrySet().stream()
            .filter(group -> !group.getValue().isEmpty())
            .map(group -> heading(group.getKey()) + rows(group.getValue()))
            .collect(Collectors.joining()));
  }

  private String groupHeads() {
    Map<String, Long> widths =
        columns.stream()
            .collect(
                Collectors.groupingBy(Column::group, LinkedHashMap::new, Collectors.counting()));
    return widths.entrySet().stream()
        .map(group -> text("<th colspan=\"%d\">%s</th>", group.getValue(), escape(group.getKey())))
        .collect(Collectors.joining("", "<tr><th></th>", text("</tr>%n")));
  }

  private String heads() {
    return columns.stream()
        .map(column -> text("<th%s>%s</th>", begin(column), escape(column.name())))
        .collect(Collectors.joining("", "<tr><th>Model</th>", text("</tr>%n")));
  }

  private String heading(String heading) {
    return heading.isEmpty()
        ? ""
        : text(
            "<tr class=\"heading\"><th colspan=\"%d\">%s</th></tr>%n",
            columns.size() + 1, escape(heading));
  }

  private String rows(List<Entry> entries) {
    return entries.stream()
        .map(
            entry ->
                columns.stream()
                    .map(column -> cell(column, entry, entries))
                    .collect(
                        Collectors.joining(
                            "", text("<tr><td>%s</td>", escape(entry.name())), text("</tr>%n"))))
        .collect(Collectors.joining());
  }

  private String cell(Column column, Entry entry, List<Entry> compared) {
    Spread spread = column.figure().apply(entry.folds());
    String mean = number(spread.mean(), column.decimals());
    String deviation =
        Double.isNaN(spread.deviation())
            ? ""
            : "<small>± " + number(spread.deviation(), column.decimals()) + "</small>";
    return text(
        "<td%s>%s%s</td>",
        begin(column), isBest(column, mean, compared) ? "<b>" + mean + "</b>" : mean, deviation);
  }

  /** Whether none of several models prints a better mean. */
  private static boolean isBest(Column column, String mean, List<Entry> compared) {
    if (compared.size() < 2 || column.better() == Better.NEITHER || mean.equals(FigureText.NONE)) {
      return false;
    }
    double sign = column.better() == Better.MORE ? 1 : -1;
    return compared.stream()
        .map(entry -> number(column.figure().apply(entry.folds()).mean(), column.decimals()))
        .filter(other -> !other.equals(FigureText.NONE))
        .allMatch(other -> sign * Double.parseDouble(mean) >= sign * Double.parseDouble(other));
  }

  /** Marks the first column of a group. */
  private String begin(Column column) {
    int index = columns.indexOf(column);
    return index == 0 || !columns.get(index - 1).group().equals(column.group())
        ? " class=\"first\""
        : "";
  }
}
