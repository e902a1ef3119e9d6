package io.mild.benchmarks.few;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mild.internal.io.WholeFile;
import io.mild.training.evaluation.FigureText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results for a terminal and for other programs. */
public final class FewTable {
  private static final int COLUMN = 8;

  private FewTable() {}

  /** The figures of each model and each number of failures, in the order of the results. */
  public static List<FewFigures> figures(List<FewResult> results) {
    return results.stream()
        .map(FewResult::model)
        .distinct()
        .flatMap(
            model -> failures(results).stream().map(count -> FewFigures.of(results, model, count)))
        .toList();
  }

  private static List<Integer> failures(List<FewResult> results) {
    return results.stream().map(FewResult::failures).distinct().sorted().toList();
  }

  /** A table a figure: a line a model, a column a number of failures. */
  public static String of(List<FewResult> results) {
    List<FewFigures> figures = figures(results);
    List<Integer> counts = failures(results);
    List<String> models = figures.stream().map(FewFigures::model).distinct().toList();
    int names =
        Math.max(
            longest(models),
            longest(List.of(FewFigure.values()).stream().map(FewFigure::title).toList()));
    StringBuilder text = new StringBuilder();
    for (FewFigure figure : FewFigure.values()) {
      List<String> known =
          models.stream()
              .filter(
                  model ->
                      figures.stream()
                          .anyMatch(its -> its.model().equals(model) && figure.isKnown(its)))
              .toList();
      if (known.isEmpty()) {
        continue;
      }
      text.append(pad(figure.title(), -names));
      counts.forEach(count -> text.append(pad("" + count, COLUMN)));
      text.append('\n');
      for (String model : known) {
        text.append(pad(model, -names));
        figures.stream()
            .filter(its -> its.model().equals(model))
            .forEach(
                its ->
                    text.append(pad(FigureText.number(figure.of(its), figure.decimals()), COLUMN)));
        text.append('\n');
      }
      text.append('\n');
    }
    return text
        + """
        By the number of failures in the history, means over the draws. AUC: of the highest risk of
        all intents in rows between onset and failure against healthy rows; root cause ranked first:
        share of these rows in which it was given the highest probability; detected: failures before
        which any intent's alert was on, at the model's own threshold; named: of these; told: of a
        stream that was told of failures as they came, which moves its threshold; refused: histories
        that the model could not be trained on.
        """;
  }

  private static int longest(List<String> names) {
    return names.stream().mapToInt(String::length).max().orElse(0);
  }

  /** To a width, on the left of the text; below 0 on its right. */
  private static String pad(String text, int width) {
    return String.format(Locale.ROOT, "%" + width + "s", text);
  }

  /**
   * Writes the figures, a line each.
   *
   * @throws IOException if that is impossible
   */
  public static void writeFigures(Path file, List<FewResult> results) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("model", "failures", "draws", "aucDeviation"));
    List.of(FewFigure.values()).forEach(figure -> head.add(figure.column()));
    lines.add(head);
    for (FewFigures figures : figures(results)) {
      List<String> line = new ArrayList<>();
      line.add(figures.model());
      line.add("" + figures.failures());
      line.add("" + figures.draws());
      line.add(number(figures.aucDeviation()));
      for (FewFigure figure : FewFigure.values()) {
        line.add(number(figure.of(figures)));
      }
      lines.add(line);
    }
    write(file, lines);
  }

  /**
   * Writes each draw, a line each.
   *
   * @throws IOException if that is impossible
   */
  public static void writeDraws(Path file, List<FewResult> results) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "model",
            "failures",
            "draw",
            "auc",
            "rootFirst",
            "judged",
            "announced",
            "right",
            "falsePositivesPerDay",
            "budgetHeld",
            "toldAnnounced",
            "toldFalsePositivesPerDay",
            "toldBudgetHeld",
            "seconds",
            "refusal"));
    for (FewResult result : results) {
      lines.add(
          List.of(
              result.model(),
              "" + result.failures(),
              "" + result.draw(),
              number(result.auc()),
              number(result.rootFirst()),
              "" + result.judged(),
              "" + result.alerts().announced(),
              "" + result.alerts().right(),
              number(result.alerts().falsePositivesPerDay()),
              "" + result.alerts().budgetHeld(),
              result.told().map(told -> "" + told.announced()).orElse(""),
              result.told().map(told -> number(told.falsePositivesPerDay())).orElse(""),
              result.told().map(told -> "" + told.budgetHeld()).orElse(""),
              number(result.seconds()),
              result.refusal()));
    }
    write(file, lines);
  }

  /** Empty if there is none. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static void write(Path file, List<List<String>> lines) throws IOException {
    WholeFile.writeText(
        file,
        writer -> {
          try (CsvWriter csv = CsvWriter.builder().build(writer)) {
            lines.forEach(csv::writeRecord);
          }
        });
  }
}
