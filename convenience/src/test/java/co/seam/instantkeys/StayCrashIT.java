package co.seam.instantkeys;

import co.seam.instantkeys.generated.model.NewUserIdentity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** The same, before and after each request is processed, for all kinds of guests. */
@Tag("slow")
class StayCrashIT extends StayCrashTest {
    @Override
    List<Boolean> moments() {
        return List.of(false, true);
    }

    @Override
    Stream<NewUserIdentity> guests() {
        NewUserIdentity name = NewUserIdentity.builder().fullName("Ada").build();
        return Stream.of(
                name,
                name.toBuilder().userIdentityKey("ada").build(),
                name.toBuilder().emailAddress("ada@example.com").build());
    }
}
