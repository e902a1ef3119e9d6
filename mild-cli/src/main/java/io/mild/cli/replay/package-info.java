/**
 * Recorded KPIs through a model, as a service would have fed them.
 *
 * <p>Start reading at {@link Replay}.
 */
@NullMarked
package io.mild.cli.replay;

import org.jspecify.annotations.NullMarked;
