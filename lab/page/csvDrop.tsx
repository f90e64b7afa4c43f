/** Drops a CSV anywhere on the page, or picks one; a bad file says what is wrong with it. */
import { Alert, Button, Modal, Stack, Text } from '@grafana/ui';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { LabError, type LabSet, sendCSV } from './lab';

interface Props {
  onSet: (set: LabSet) => void;
}

export function CSVDrop({ onSet }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<LabError>();
  const [over, setOver] = useState(false);
  const take = async (file?: File) => {
    if (!file) {
      return;
    }
    try {
      setFault(undefined);
      onSet(await sendCSV(file));
    } catch (error) {
      setFault(error instanceof LabError ? error : new LabError('lab/failed', String(error)));
    }
  };
  useDropAnywhere(take, setOver);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    void take(event.currentTarget.files?.[0]);
    event.currentTarget.value = ''; // the same file may be chosen again
  };
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        hidden
        data-testid="csv-input"
        onChange={choose}
        aria-label="CSV file"
      />
      <Button
        variant="secondary"
        icon="upload"
        onClick={() => picker.current?.click()}
        tooltip="Or drop a file anywhere on this page"
      >
        Your CSV
      </Button>
      {over && (
        <Modal title="Drop the file" isOpen onDismiss={() => setOver(false)}>
          <Text>Columns: timestamp, value, and any regressors (numbers or categories).</Text>
        </Modal>
      )}
      {fault && (
        <Modal title="This file cannot be read" isOpen onDismiss={() => setFault(undefined)}>
          <Stack direction="column" gap={2}>
            <Alert severity="error" title={fault.code} data-testid="csv-fault">
              {fault.message}
            </Alert>
          </Stack>
          <Modal.ButtonRow>
            <Button onClick={() => setFault(undefined)}>Close</Button>
          </Modal.ButtonRow>
        </Modal>
      )}
    </>
  );
}

function useDropAnywhere(take: (file?: File) => void, setOver: (over: boolean) => void) {
  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === 'dragenter' || event.type === 'dragover');
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer?.files[0]);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    document.addEventListener('dragover', drag);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', drag);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  });
}
