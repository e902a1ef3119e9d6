/**
 * Systems that are polled, scored and trained in one process.
 *
 * <p>Start reading at {@link io.mild.server.run.Systems}.
 */
@NullMarked
package io.mild.server.run;

import org.jspecify.annotations.NullMarked;
