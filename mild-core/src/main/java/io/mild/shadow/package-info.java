/**
 * A new model beside the one that is live: the same rows, no notification, and a comparison by what
 * became of both models' warnings. Start reading at {@link io.mild.shadow.ShadowTrial}.
 */
@NullMarked
package io.mild.shadow;

import org.jspecify.annotations.NullMarked;
