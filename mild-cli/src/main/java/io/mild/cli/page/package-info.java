/**
 * What the pages share: their style, text for HTML, and charts as SVG.
 *
 * <p>Start reading at {@link Figures}, which puts a chart and its caption on a page.
 */
@NullMarked
package io.mild.cli.page;

import org.jspecify.annotations.NullMarked;
