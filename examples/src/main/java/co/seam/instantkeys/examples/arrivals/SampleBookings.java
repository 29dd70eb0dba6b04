package co.seam.instantkeys.examples.arrivals;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Bookings for the hotel of the sandbox. */
final class SampleBookings {
    static final int COUNT = 500;

    private static final List<String> ROOMS = List.of("Room 101", "Room 102", "Room 201", "Room 202");

    private SampleBookings() {}

    /** Writes a new file of bookings. */
    static void write(Path file) throws IOException {
        LocalDate firstArrival = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        try (CsvWriter csv = CsvWriter.builder().build(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
            csv.writeRecord("key", "guest", "email", "doors", "from", "until");
            for (int booking = 1; booking <= COUNT; booking++) {
                LocalDate arrival = firstArrival.plusDays(booking / ROOMS.size());
                csv.writeRecord(
                        "booking-" + booking,
                        "Guest, Number " + booking,
                        "guest-" + booking + "@example.com",
                        "Main Entrance;" + ROOMS.get(booking % ROOMS.size()),
                        arrival + "T15:00Z",
                        arrival.plusDays(1) + "T11:00Z");
            }
        }
    }
}
