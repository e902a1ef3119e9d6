package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.report.Ingredient;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTest {

  @Test
  void thereIsAModelWithoutEachIngredient() {
    assertThat(Model.ABLATIONS).hasSameSizeAs(Ingredient.values());

    Model model = Model.named("mild-without-transplanted-failures");

    assertThat(model.budgetKind()).isEqualTo(Model.named("mild").budgetKind());
    assertThat(model.predictor().apply(2).settings())
        .containsEntry("preset", "recommended")
        .containsEntry("falsePositiveBudget", 2.0)
        .containsEntry("without", List.of("TRANSPLANTED_FAILURES"));
    assertThat(Model.named("mild").predictor().apply(1).settings()).doesNotContainKey("without");
  }

  @Test
  void noneOfThemTakesPartUnasked() {
    assertThat(Model.names()).noneMatch(name -> name.contains("without"));
  }
}
