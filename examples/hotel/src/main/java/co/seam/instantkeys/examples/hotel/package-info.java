/** A hotel's front desk on Spring Boot 4. Start reading with {@link co.seam.instantkeys.examples.hotel.FrontDesk}. */
@NullMarked
package co.seam.instantkeys.examples.hotel;

import org.jspecify.annotations.NullMarked;
