/** Who is calling, from what the request itself carries. Rank 3; pure; uses engine and below. */
@NullMarked
package io.portcullis.caller;

import org.jspecify.annotations.NullMarked;
