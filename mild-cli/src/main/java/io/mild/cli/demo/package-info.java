/**
 * What the demo tells: incidents as text, and a page with pictures.
 *
 * <p>Start reading at {@link DemoRun}, which holds all that there is to tell; {@link DemoPage}
 * writes the page.
 */
@NullMarked
package io.mild.cli.demo;

import org.jspecify.annotations.NullMarked;
