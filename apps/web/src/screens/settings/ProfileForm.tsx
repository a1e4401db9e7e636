import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useText } from "../../i18n/text.ts";
import { profile, type Profile } from "../../store/profile.ts";
import { useStore } from "../../store/store.ts";
import { Section } from "../../ui/Page.tsx";
import styles from "./SignIn.module.css";

const LONGEST = { displayName: 100, contact: 200 };

/** The user's own name and contact. Both are optional. */
export function ProfileForm() {
  const { sync } = useText();
  const kept = useStore(profile);
  // What another device changed is shown, as long as nothing is typed here.
  return (
    <Section title={sync.you}>
      <Form key={`${kept.displayName ?? ""}\n${kept.contact ?? ""}`} kept={kept} />
    </Section>
  );
}

function Form({ kept }: { kept: Profile }) {
  const { sync } = useText();
  const [name, setName] = useState(kept.displayName ?? "");
  const [contact, setContact] = useState(kept.contact ?? "");
  const isChanged = name.trim() !== (kept.displayName ?? "") || contact.trim() !== (kept.contact ?? "");
  return (
    <form
      className={styles["stack"]}
      onSubmit={(event) => {
        event.preventDefault();
        profile.set((current) => {
          const others = Object.entries(current).filter(([field]) => field !== "displayName" && field !== "contact");
          return {
            ...Object.fromEntries(others),
            ...(name.trim() !== "" && { displayName: name.trim() }),
            ...(contact.trim() !== "" && { contact: contact.trim() }),
          };
        });
      }}
    >
      <p className={styles["hint"]}>{sync.youHint}</p>
      <TextInput
        label={sync.name}
        autoComplete="name"
        maxLength={LONGEST.displayName}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <TextInput
        label={sync.contact}
        description={sync.contactHint}
        autoComplete="email"
        maxLength={LONGEST.contact}
        value={contact}
        onChange={(event) => {
          setContact(event.currentTarget.value);
        }}
      />
      <div>
        <Button type="submit" variant="default" disabled={!isChanged}>
          {sync.save}
        </Button>
      </div>
    </form>
  );
}
