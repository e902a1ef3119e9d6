/**
 * What command lines share: their root, groups of options, errors of one line, and a progress bar.
 *
 * <p>Start reading at {@link RootCommand}.
 */
@NullMarked
package io.mild.cli.console;

import org.jspecify.annotations.NullMarked;
