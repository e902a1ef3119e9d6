/**
 * What is to be seen of systems and incidents, as JSON.
 *
 * <p>Start reading at {@link io.mild.server.view.SystemJson}.
 */
@NullMarked
package io.mild.server.view;

import org.jspecify.annotations.NullMarked;
