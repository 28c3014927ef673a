/**
 * What a signed token says of who calls. Rank 2; pure; uses nimbus-jose-jwt, and is loaded only
 * where a policy reads tokens.
 */
@NullMarked
package io.portcullis.caller.jwt;

import org.jspecify.annotations.NullMarked;
