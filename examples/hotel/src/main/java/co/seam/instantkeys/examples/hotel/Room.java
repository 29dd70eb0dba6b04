package co.seam.instantkeys.examples.hotel;

/**
 * A room whose door opens with a phone.
 *
 * @param id of the door, an {@code acs_entrance_id}
 */
record Room(String id, String name) {}
