import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { addressBook, nameAccount } from "../../ui/addressBook.ts";
import { useNameError } from "../../ui/nameError.ts";
import styles from "./Account.module.css";

/** Names an account in the user's address book. */
export function NameForm({ address }: { address: string }) {
  const t = useText();
  const saved = useStore(addressBook)[address.toLowerCase()] ?? "";
  const [name, setName] = useState(saved);
  const nameError = useNameError();
  const isChanged = name.trim() !== saved;
  const error = name.trim() === "" ? undefined : nameError(name, address);
  return (
    <form
      className={styles["name"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (error === undefined) nameAccount(address, name);
      }}
    >
      <TextInput
        label={t.account.nameIt}
        description={isChanged || saved === "" ? t.account.nameHint : t.account.named}
        autoComplete="off"
        maxLength={100}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
        error={error}
      />
      <Button type="submit" variant="default" disabled={!isChanged || error !== undefined}>
        {name.trim() === "" && saved !== "" ? t.account.forget : t.account.save}
      </Button>
    </form>
  );
}
