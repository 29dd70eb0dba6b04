import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.generated.model.GetParkingSpotRequest;
import co.seam.instantkeys.generated.model.ParkingSpot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** A user of the new resource. Compiled and run by NewResourceIT. */
public final class Program {
    public static Map<String, String> run(String endpoint) {
        Map<String, String> results = new LinkedHashMap<>();
        try (Seam seam = Seam.builder().apiKey("seam_test1_key").endpoint(endpoint).build()) {
            results.put("read that fails once", result(() -> seam.parkingSpots().get("flaky").getParkingSpotId()));
            results.put("by key", result(() -> seam.parkingSpots().getByKey("P1").getParkingSpotId()));
            results.put("unknown", result(() -> seam.parkingSpots().get("unknown")));
            results.put("neither", result(() -> seam.parkingSpots().get(GetParkingSpotRequest.builder().build())));
            results.put("blank", result(() -> seam.parkingSpots().getByKey(" ")));
            results.put("list", result(() -> seam.parkingSpots().list().stream()
                    .map(ParkingSpot::getParkingSpotId)
                    .collect(Collectors.joining(","))));
            results.put("write", result(() -> {
                seam.parkingSpots().free("spot-1");
                return "freed";
            }));
            results.put("write that fails", result(() -> {
                seam.parkingSpots().free("flaky");
                return "freed";
            }));
        }
        return results;
    }

    private static String result(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (SeamException e) {
            return e.getClass().getSimpleName() + (e.isOutcomeUnknown() ? ", outcome unknown" : "");
        } catch (Exception e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
