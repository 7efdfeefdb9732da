package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"strconv"
	"time"
)

// A connection speaks HTTP to the server; one request is under way at a time.
type connection struct {
	net.Conn
	reader *bufio.Reader
}

func connect(address string) (*connection, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &connection{conn, bufio.NewReader(conn)}, nil
}

// ask sends a request for an order and waits for the answer.
func (c *connection) ask(id int) error {
	if _, err := c.Write(request(id)); err != nil {
		return err
	}
	return readResponse(c.reader)
}

// converse sends one request after the other over one connection; at least one.
func converse(address string, client int, deadline time.Time) ([]time.Duration, error) {
	conn, err := connect(address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var latencies []time.Duration
	for i := 0; ; i++ {
		start := time.Now()
		if len(latencies) > 0 && start.After(deadline) {
			return latencies, nil
		}
		if err := conn.ask(orderOf(client, i)); err != nil {
			return nil, err
		}
		latencies = append(latencies, time.Since(start))
	}
}

// orderOf is the order that a client asks for in its ith request.
func orderOf(client, i int) int { return (client*31 + i) % 1000 }

func request(id int) []byte {
	body := fmt.Sprintf(`{"id":%d,"items":{"tea":%d,"milk":2}}`, id, id)
	return fmt.Appendf(nil, "POST /orders HTTP/1.1\r\nHost: shop\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// readResponse reads one answer, which must be a 200 of a known length.
func readResponse(reader *bufio.Reader) error {
	status, err := reader.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("the server answered %q", status)
	}
	length := -1
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			break
		}
		if value, found := bytes.CutPrefix(line, []byte("Content-Length: ")); found {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return err
			}
		}
	}
	if length < 0 {
		return fmt.Errorf("the server's answer has no length")
	}
	_, err = reader.Discard(length)
	return err
}
