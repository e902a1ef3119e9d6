/**
 * What a run leaves behind and prints of its alerts: as JSON lines, as a table, as text.
 *
 * <p>Start reading at {@link AlertLines}; no file is ever seen half-written.
 */
@NullMarked
package io.mild.cli.output;

import org.jspecify.annotations.NullMarked;
