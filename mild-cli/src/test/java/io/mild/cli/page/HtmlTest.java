package io.mild.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void whatMeansSomethingInHtmlIsEscaped() {
    assertThat(Html.escape("<a href=\"x\" title='y'> & more"))
        .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt; &amp; more");
  }

  @Test
  void namesAreJoinedAsInASentence() {
    assertThat(Html.names(List.of("api"))).isEqualTo("api");
    assertThat(Html.names(List.of("api", "a<b", "web"))).isEqualTo("api, a&lt;b and web");
  }

  @Test
  void aMissingPartIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Html.page(Html.class, "../demo/page.html", Map.of("summary", "")))
        .withMessageContaining("{figures}");
  }
}
