import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useIndexed } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { Address } from "../../ui/Address.tsx";
import { Amount } from "../../ui/Amount.tsx";
import { Section } from "../../ui/Page.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./Compare.module.css";
import { Rating } from "./Rating.tsx";
import { ServicePrice } from "./ServiceCard.tsx";

/** The most services side by side: more do not fit on a screen. */
export const MOST_COMPARED = 3;

type Details = NonNullable<ReturnType<typeof useIndexed<"/services/{id}">>["data"]>["data"];

interface Props {
  ids: readonly string[];
  onRemove: (id: string) => void;
  onClear: () => void;
}

/** Services side by side. */
export function Compare({ ids, onRemove, onClear }: Props) {
  const { discover } = useText();
  const [first, second, third] = [useService(ids[0]), useService(ids[1]), useService(ids[2])];
  const services = [first, second, third].filter((service) => service !== undefined);
  const nameOf = ({ id, name }: Details) => name ?? discover.unnamed(id);
  const rows: [string, (service: Details) => ReactNode][] = [
    [discover.price, ({ price, unit }) => <ServicePrice price={price} unit={unit} />],
    [discover.rating, ({ rating }) => <Rating rating={rating} />],
    [discover.ratedPaid, ({ rating }) => <Amount value={rating.paid} />],
    [discover.unpaidFeedback, ({ unpaidFeedback }) => String(unpaidFeedback)],
    [discover.category, ({ category }) => (category === null ? "–" : <Stranger text={category} />)],
    [discover.provider, ({ owner }) => <Address value={owner} copy={false} />],
    [discover.registered, ({ registeredAt }) => <Time at={registeredAt} />],
    [discover.updated, ({ updatedAt }) => <Time at={updatedAt} />],
    [
      discover.compare,
      (service) => (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={discover.compareRemove(nameOf(service))}
          onClick={() => {
            onRemove(String(service.id));
          }}
        >
          {discover.remove}
        </Button>
      ),
    ],
  ];
  return (
    <Section
      title={discover.compareTitle}
      actions={
        <Button size="xs" variant="default" onClick={onClear}>
          {discover.compareEnd}
        </Button>
      }
    >
      <div className={styles["scroll"]}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">{discover.service}</th>
              {services.map((service) => (
                <th key={service.id} scope="col">
                  <Link to="/services/$id" params={{ id: String(service.id) }}>
                    <Stranger text={nameOf(service)} />
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([label, cell]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {services.map((service) => (
                  <td key={service.id}>{cell(service)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ids.length === 1 && <p className={styles["hint"]}>{discover.compareMore}</p>}
    </Section>
  );
}

function useService(id: string | undefined): Details | undefined {
  const { data } = useIndexed("/services/{id}", { id: id ?? "" }, { enabled: id !== undefined });
  return id === undefined ? undefined : data?.data;
}
