package io.mild.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mild.server.MildServer;
import io.mild.server.example.ExampleConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the picture of the README: the example, once a failure is expected. {@code docs/operate.md}
 * has the command.
 */
@Tag("experiment")
class PagePicture {
  private static final String A_WARNING =
      "document.querySelector('.hero.warn') && document.querySelector('.waterfall')";

  @TempDir Path folder;

  @Test
  void ofAFailureThatIsExpected() throws Exception {
    assumeTrue(Browser.isInstalled(), "chromium and chromium-driver are not installed");
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Path docs = Path.of("").toAbsolutePath().resolveSibling("docs");
    try (MildServer server = MildServer.start(ExampleConfig.of(anyPort, folder.resolve("state")));
        Browser browser = Browser.start(folder.resolve("profile"))) {
      browser.look(1180, 1080, false);
      browser.open(URI.create(server.signInAddress()));
      browser.open(URI.create(server.address() + "systems/shop-eu"));
      for (int patience = 6; !browser.sees(A_WARNING); patience--) {
        assertThat(patience).as("no warning came").isPositive();
      }
      Thread.sleep(2500); // some twenty minutes of the example, in which its risk rises
      browser.run("document.getElementById('said').textContent = ''");
      browser.picture(docs.resolve("page.png"), false);
    }
  }
}
