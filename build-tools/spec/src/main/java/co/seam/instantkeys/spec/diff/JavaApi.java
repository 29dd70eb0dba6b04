package co.seam.instantkeys.spec.diff;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.cmp.JarArchiveComparatorOptions.OverrideCompatibilityChange;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiChangeStatus;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiField;
import japicmp.model.JApiHasAccessModifier;
import japicmp.model.JApiHasChangeStatus;
import japicmp.model.JApiMethod;
import japicmp.model.JApiModifier;
import japicmp.model.JApiParameter;
import japicmp.model.JApiSemanticVersionLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the public and protected members of two jars. */
final class JavaApi {
    private JavaApi() {}

    /**
     * @param member with its class and without packages
     * @param what the change is, such as removed
     */
    record MemberChange(String member, String what, boolean binaryCompatible, boolean sourceCompatible) {
        boolean isCompatible() {
            return binaryCompatible && sourceCompatible;
        }
    }

    static List<MemberChange> compare(Path older, Path newer) {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.setAccessModifier(AccessModifier.PROTECTED);
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true); // those of Retrofit and Gson
        // Retrofit implements the interfaces; users do not
        options.addOverrideCompatibilityChange(new OverrideCompatibilityChange(
                JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE, true, true, JApiSemanticVersionLevel.MINOR));
        List<MemberChange> changes = new ArrayList<>();
        for (JApiClass type : new JarArchiveComparator(options).compare(archive(older), archive(newer))) {
            collect(type, changes);
        }
        changes.sort(Comparator.comparing(MemberChange::member));
        return changes;
    }

    private static JApiCmpArchive archive(Path jar) {
        return new JApiCmpArchive(jar.toFile(), "");
    }

    private static void collect(JApiClass type, List<MemberChange> changes) {
        String name = simple(type.getFullyQualifiedName());
        if (type.getChangeStatus() == JApiChangeStatus.NEW || type.getChangeStatus() == JApiChangeStatus.REMOVED) {
            add(name, type, changes);
            return;
        }
        if (type.getCompatibilityChanges().stream().anyMatch(change -> !change.isSourceCompatible())) {
            add(name, type, changes);
        }
        for (JApiField field : type.getFields()) {
            add(name + "." + field.getName(), field, changes);
        }
        type.getConstructors().forEach(constructor -> add(name + signature(constructor), constructor, changes));
        for (JApiMethod method : type.getMethods()) {
            String member = name + "." + method.getName() + signature(method);
            add(member + returned(method), method, changes);
        }
    }

    private static <T extends JApiHasChangeStatus & JApiCompatibility & JApiHasAccessModifier> void add(
            String member, T changed, List<MemberChange> changes) {
        boolean unchanged = changed.getChangeStatus() == JApiChangeStatus.UNCHANGED;
        if (isVisible(changed)
                && !(unchanged && changed.getCompatibilityChanges().isEmpty())) {
            String what = unchanged
                    ? annotationChange(changed)
                    : changed.getChangeStatus().name().toLowerCase(Locale.ROOT);
            changes.add(new MemberChange(member, what, changed.isBinaryCompatible(), changed.isSourceCompatible()));
        }
    }

    /** Returns what changed in a member whose signature did not. */
    private static String annotationChange(JApiCompatibility changed) {
        return changed.getCompatibilityChanges().stream()
                .map(change -> change.getType() == JApiCompatibilityChangeType.ANNOTATION_DEPRECATED_ADDED
                        ? "deprecated"
                        : change.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean isVisible(JApiHasAccessModifier changed) {
        JApiModifier<AccessModifier> access = changed.getAccessModifier();
        return Stream.of(access.getOldModifier(), access.getNewModifier())
                .flatMap(Optional::stream)
                .anyMatch(modifier -> modifier.getLevel() >= AccessModifier.PROTECTED.getLevel());
    }

    private static String returned(JApiMethod method) {
        String before = simple(method.getReturnType().getOldReturnType());
        String now = simple(method.getReturnType().getNewReturnType());
        boolean retyped = method.getChangeStatus() == JApiChangeStatus.MODIFIED && !before.equals(now);
        return retyped ? ": " + before + " -> " + now : "";
    }

    private static String signature(JApiBehavior behavior) {
        return behavior.getParameters().stream()
                .map(JApiParameter::getType)
                .map(JavaApi::simple)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Returns the name without its package; for a nested class, with its outer classes. */
    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
    }
}
