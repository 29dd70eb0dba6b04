import co.seam.instantkeys.Seam;
import co.seam.instantkeys.SeamApiException;
import co.seam.instantkeys.SeamException;
import co.seam.instantkeys.SeamList;
import co.seam.instantkeys.generated.model.ModelText;
import com.google.gson.Gson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.acme.seam.AccessCodes;
import org.acme.seam.Devices;
import org.acme.seam.Locks;
import org.acme.seam.model.AccessCode;
import org.acme.seam.model.AccessCodesCreateRequest;
import org.acme.seam.model.ActionAttempt;
import org.acme.seam.model.Device;
import org.acme.seam.model.DevicesListRequest;
import org.acme.seam.model.LocksUnlockDoorRequest;

/** A user of the whole API. Compiled and run by WholeApiIT. */
public final class Program {
    public static Map<String, String> run(String endpoint) {
        Map<String, String> results = new LinkedHashMap<>();
        try (Seam seam = Seam.builder().apiKey("seam_test1_key").endpoint(endpoint).build()) {
            Devices devices = new Devices(seam);
            Locks locks = new Locks(seam);
            AccessCodes codes = new AccessCodes(seam);
            results.put("read that fails once", result(() -> devices.get("flaky").getDeviceId()));
            results.put("unknown", result(() -> devices.get("unknown")));
            results.put("other", result(() -> devices.get("other")));
            results.put("pages", result(() -> devices.list().stream()
                    .map(Device::getDeviceId)
                    .collect(Collectors.joining(","))));
            results.put("write", result(() -> locks.unlockDoor(unlock("front")).getActionAttemptId()));
            results.put("write that fails", result(() -> locks.unlockDoor(unlock("flaky"))));
            results.put("other type", result(() -> {
                ActionAttempt attempt = locks.unlockDoor(unlock("text"));
                return attempt.getStatus() + " " + attempt.getResult() + " "
                        + attempt.getAdditionalProperties().get("result");
            }));
            results.put("blank", result(() -> locks.unlockDoor(unlock(" "))));
            results.put("limit", result(() -> devices.list(
                    DevicesListRequest.builder().limit(501).build())));

            AccessCodesCreateRequest request =
                    AccessCodesCreateRequest.builder().name("Ada").code("471199").build();
            results.put("secret", result(() -> codes.create(request)));
            results.put("personal data", ModelText.withoutPersonalData(request));
            results.put("secret in a message", result(() -> codes.create(
                    request.toBuilder().name("taken").build())));
            results.put("nothing", result(() -> {
                codes.delete("c1");
                return "deleted";
            }));
            results.put("list", result(() -> {
                SeamList<AccessCode> list = codes.list();
                return list.getUnreadable().size() + " unreadable, " + list.onUnreadable(item -> {}).size() + " read";
            }));
            results.put("counts", result(() -> {
                AccessCode code = codes.get("counts");
                return code.getUseCount() + " " + code.getTotalCount() + " " + code.getAdditionalProperties();
            }));
            results.put("plain Gson", result(() -> {
                AccessCode code = codes.get("c1");
                return code.equals(new Gson().fromJson(new Gson().toJson(code), AccessCode.class));
            }));
        }
        return results;
    }

    private static LocksUnlockDoorRequest unlock(String deviceId) {
        return LocksUnlockDoorRequest.builder().deviceId(deviceId).build();
    }

    private static String result(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (SeamApiException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage()
                    + (e.isOutcomeUnknown() ? ", outcome unknown" : "");
        } catch (SeamException e) {
            return e.getClass().getSimpleName() + ", " + e.getMessage();
        } catch (Exception e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
