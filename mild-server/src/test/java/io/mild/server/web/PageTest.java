package io.mild.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mild.server.Stage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, as people see it. */
class PageTest {
  private static final String DRAWN = "document.documentElement.dataset.drawn === 'yes'";

  @TempDir static Path folder;

  private static Stage stage;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    if (!Browser.isInstalled()) {
      String told = "NOT TESTED: the page, since chromium and chromium-driver are not installed";
      if ("true".equals(System.getenv("MILD_NEEDS_PROGRAMS"))) {
        fail(told);
      }
      System.err.println(told);
      assumeTrue(false, told);
    }
    stage = Stage.plain(Files.createDirectory(folder.resolve("stage")));
    browser = Browser.start(folder.resolve("profile"));
    browser.open(URI.create(stage.server.signInAddress()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  @AfterEach
  void nothingIsComplainedOf() throws Exception {
    assertThat(browser.complaints().toString()).isEqualTo("[]");
  }

  @Test
  void anIncidentIsTheFirstThingToSee() throws Exception {
    stage.incident();
    openSystem();
    browser.await("document.querySelector('.hero.warn, .hero.bad')");
    assertThat(browser.text(".hero h1")).containsPattern("(api|orders)");
    assertThat(browser.text(".waterfall")).contains("usual risk", "load", "depth");
    assertThat(browser.text("main")).contains("What would clear it", "Most alike of the past");
    assertThat(browser.run("return document.querySelectorAll('svg.chart').length").asInt())
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void itIsDrawnAnewAsRowsCome() throws Exception {
    openSystem();
    String first = browser.run("return document.querySelector('.figures').innerText").asText();
    browser.await("document.querySelector('.figures').innerText !== arguments[0]", first);
  }

  @Test
  void aMuteIsMadeAndTakenBackByHand() throws Exception {
    stage.await("/api/v1/systems/shop", it -> it.at("/intents/0/name").isTextual());
    openSystem();
    browser.await("document.querySelector('section [data-do=window]')");
    browser.run(
        "[...document.querySelectorAll('section.card [data-do=mute]')].pop()"
            + ".setAttribute('id', 'mute-it')");
    browser.run("document.getElementById('mute-it').click()");
    browser.await("document.getElementById('ask').open");
    browser.click("#ask button.primary");
    browser.await("document.querySelector('[data-do=remove]')");
    assertThat(browser.text("[data-do=remove]")).isEqualTo("remove");
    browser.run("document.querySelector('[data-do=remove]').click()");
    browser.await("!document.querySelector('[data-do=remove]')");
  }

  @Test
  void aVerdictIsGivenByKeyboard() throws Exception {
    String id = stage.incident();
    browser.open(stage.at("/systems/shop/incidents/" + id));
    browser.await(DRAWN);
    browser.await("document.querySelector('[data-value=false]')");
    browser.run("document.querySelector('[data-value=false]').focus()");
    browser.press("\uE007"); // enter
    browser.await(
        "document.querySelector('[data-value=false]').getAttribute('aria-pressed') === 'true'");
    assertThat(stage.json("/api/v1/systems/shop/incidents/" + id).at("/right").asBoolean(true))
        .isFalse();
  }

  @Test
  void focusStaysWhereItIsWhileThePageIsDrawnAnew() throws Exception {
    openSystem();
    browser.await("document.querySelector('[data-do=window]')");
    browser.run("document.querySelector('[data-do=window]').focus()");
    String first = browser.run("return document.querySelector('.figures').innerText").asText();
    browser.await("document.querySelector('.figures').innerText !== arguments[0]", first);
    assertThat(browser.run("return document.activeElement.dataset.do").asText())
        .isEqualTo("window");
  }

  @Test
  void itIsAsWideAsTheWindow() throws Exception {
    stage.incident();
    for (int width : new int[] {320, 390, 800, 1600}) {
      browser.look(width, 900, width % 20 == 0);
      openSystem();
      assertThat(browser.run("return document.documentElement.scrollWidth").asInt())
          .as("of a window of " + width)
          .isLessThanOrEqualTo(width);
    }
  }

  @Test
  void whatCanBeUsedHasANameThatCanBeRead() throws Exception {
    stage.incident();
    openSystem();
    assertThat(
            browser
                .run(
                    """
                    return [...document.querySelectorAll('button, a, input, select, svg[role=img], nav')]
                        .filter(e => !(e.innerText || '').trim() && !e.getAttribute('aria-label')
                            && !e.querySelector('img[alt]') && !document.querySelector(`label[for="${e.id}"]`))
                        .map(e => e.outerHTML)
                    """)
                .toString())
        .isEqualTo("[]");
    assertThat(browser.run("return document.querySelectorAll('h1').length").asInt()).isEqualTo(1);
  }

  @Test
  void namesOfOthersAreNamesAndNothingElse() throws Exception {
    Path other = Files.createDirectory(folder.resolve("hostile"));
    try (Stage hostile = Stage.hostile(other)) {
      String id = hostile.incident();
      for (String place : new String[] {"/systems/shop", "/systems/shop/incidents/" + id}) {
        browser.open(hostile.at(place));
        browser.await(DRAWN);
        browser.await("document.querySelector('.waterfall')");
        assertThat(browser.text("main")).contains(Stage.HOSTILE.get(0));
        assertThat(browser.run("return document.title").asText()).doesNotContain("owned");
        assertThat(
                browser.run("return document.querySelectorAll('#owned, main img').length").asInt())
            .isZero();
      }
      browser.open(URI.create("about:blank")); // before the server is gone
    }
  }

  private static void openSystem() throws Exception {
    browser.open(stage.at("/systems/shop"));
    browser.await(DRAWN);
  }
}
