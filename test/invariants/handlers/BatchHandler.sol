// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentBatch} from "../../../contracts/PaymentBatch.sol";
import {ServiceCoin} from "../../../contracts/ServiceCoin.sol";
import {IPaymentBatch} from "../../../contracts/interfaces/IPaymentBatch.sol";
import {GreedyWallet} from "../../../contracts/mocks/GreedyWallet.sol";
import {Authorization, TRANSFER_TYPEHASH, signAuthorization} from "../../fixtures/Signatures.sol";
import {deploy} from "../../fixtures/Deploy.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Batches of payments with all kinds of faults, each with the least gas that the contract accepts, and a model
/// of what they must pay.
contract BatchHandler is Kinds {
    enum Fault {
        None,
        WrongSigner,
        Expired,
        NotYetValid,
        TooMuch,
        NoPayee,
        UsedNonce,
        BurnsGas
    }

    struct Payment {
        Fault fault;
        bool isByWallet;
        Authorization terms;
        bytes signature;
    }

    struct Signed {
        address signer;
        bytes32 nonce;
        bool isUsed;
    }

    uint256 private constant START = 1_800_000_000;
    uint256 private constant PAYERS = 10;
    uint256 private constant GROUPS = 6;
    uint256 private constant GROUP_SIZE = 5;
    uint256 private constant SHARE = 1e24;
    uint256 private constant GREEDY_SHARE = 1;
    /// @dev Searching the least gas in steps keeps it within this of the true one.
    uint256 private constant GAS_STEP = 20;
    /// @dev More than `settle` uses before it looks at the gas left.
    uint256 private constant GAS_STEPS = 250;

    ServiceCoin public immutable coin;
    PaymentBatch public immutable batch;
    address private immutable _greedy;

    /// @notice Every account that can have coins.
    address[] public accounts;
    mapping(address account => uint256) public coinsOf;
    mapping(address account => uint256) private _keyOf;
    mapping(address account => bool) private _isWallet;
    address[] private _payers;

    /// @notice Every nonce that was signed, its signer, and whether the payment must have been made.
    Signed[] private _signed;

    error NeverAccepted(uint256 payments);

    constructor() {
        VM.warp(START);
        uint256 supply = PAYERS * SHARE + GREEDY_SHARE;
        coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), supply, supply)));
        batch = PaymentBatch(deploy("PaymentBatch", abi.encode(coin)));
        _greedy = deploy("GreedyWallet", "");
        GreedyWallet(_greedy).setGreed(GreedyWallet.Greed.Burning, 0);
        for (uint256 key = 1; key <= PAYERS; ++key) {
            address signer = VM.addr(key);
            bool isWallet = key % 2 == 0;
            address payer = isWallet ? deploy("SmartWallet", abi.encode(signer)) : signer;
            (_keyOf[payer], _isWallet[payer]) = (key, isWallet);
            _payers.push(payer);
            _fund(payer, SHARE);
        }
        _fund(_greedy, GREEDY_SHARE);
        accounts.push(address(batch));
        _addKind("payment by a key");
        _addKind("payment by a wallet");
        _addKind("a single group");
        _addKind("six groups");
        _addKind("wrong signer");
        _addKind("expired");
        _addKind("not yet valid");
        _addKind("too much");
        _addKind("no payee");
        _addKind("used nonce");
        _addKind("burns gas");
        _addKind("only burned gas before");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](2);
        list[0] = this.settle.selector;
        list[1] = this.settleAfterBurners.selector;
    }

    /// @dev 1 to 6 groups of 1 to 5 payments, a third of which fail.
    function settle(uint256 seed) external {
        _settle(seed, false);
    }

    /// @dev The same, but all payments before the last one use up their gas.
    function settleAfterBurners(uint256 seed) external {
        _settle(seed, true);
        _count("only burned gas before");
    }

    function accountCount() external view returns (uint256) {
        return accounts.length;
    }

    function signed() external view returns (Signed[] memory) {
        return _signed;
    }

    // Internal

    /// @param burnsBefore Whether all payments but the last one use up their gas.
    function _settle(uint256 seed, bool burnsBefore) private {
        uint256 groups = 1 + (_random(seed, 0) % GROUPS);
        bytes memory packed;
        uint256 count = 0;
        Payment[] memory payments = new Payment[](GROUPS * GROUP_SIZE);
        for (uint256 group = 0; group < groups; ++group) {
            uint256 size = 1 + (_random(seed, 1 + group) % GROUP_SIZE);
            address to = _payee(_random(seed, 10 + group), burnsBefore);
            bytes memory content;
            for (uint256 i = 0; i < size; ++i) {
                uint256 random = _random(seed, 100 + count);
                Fault fault = _faultOf(random, to);
                if (burnsBefore) fault = group + 1 == groups && i + 1 == size ? Fault.None : Fault.BurnsGas;
                payments[count] = _payment(random >> 8, to, fault);
                content = abi.encodePacked(content, _pack(payments[count]));
                ++count;
            }
            packed = abi.encodePacked(packed, to, uint16(size), content);
        }
        _settleWithLeastGas(packed, count);
        for (uint256 i = 0; i < count; ++i) _note(payments[i]);
        if (groups == 1) _count("a single group");
        if (groups == GROUPS) _count("six groups");
    }

    /// @dev Nothing has touched the coin in this transaction yet, so every payment costs the most that it can. Attempts
    /// with too little gas fail before the first payment.
    function _settleWithLeastGas(bytes memory packed, uint256 count) private {
        bytes memory call = abi.encodeCall(IPaymentBatch.settle, (packed));
        uint256 least = count * batch.GAS_PER_PAYMENT();
        for (uint256 i = 0; i < GAS_STEPS; ++i) {
            (bool success, bytes memory result) = address(batch).call{gas: least + i * GAS_STEP}(call);
            if (success) return;
            bytes32 refusal = bytes32(IPaymentBatch.PaymentBatchInsufficientGas.selector);
            VM.assertEq(bytes32(bytes4(result)), refusal, "the batch failed for another reason");
        }
        revert NeverAccepted(count);
    }

    function _payment(uint256 random, address to, Fault fault) private view returns (Payment memory payment) {
        address from = fault == Fault.BurnsGas ? _greedy : _payer(random, to);
        uint256 key = _keyOf[from];
        payment.fault = fault;
        payment.isByWallet = _isWallet[from];
        payment.terms = Authorization({
            from: from,
            to: to,
            value: fault == Fault.TooMuch ? SHARE * PAYERS : (random >> 8) % 1e15,
            validAfter: fault == Fault.NotYetValid ? block.timestamp : block.timestamp - 1,
            validBefore: fault == Fault.Expired ? block.timestamp : block.timestamp + 1,
            nonce: bytes32(_random(random, _signed.length))
        });
        if (fault == Fault.BurnsGas) payment.terms.value = GREEDY_SHARE;
        if (fault == Fault.UsedNonce) payment.terms.nonce = _usedNonceOf(from);
        uint256 signer = fault == Fault.WrongSigner || key == 0 ? PAYERS + 1 : key;
        payment.signature = signAuthorization(coin, signer, TRANSFER_TYPEHASH, payment.terms);
    }

    /// @dev Returns an account without coins, one that has some, or rarely zero, to which no coins can be sent.
    function _payee(uint256 random, bool mustExist) private view returns (address) {
        if (!mustExist && random % 16 == 0) return address(0);
        return random % 2 == 0 ? _payers[(random >> 8) % PAYERS] : address(uint160(random >> 8));
    }

    /// @dev Returns a key or a wallet, but always a key if the payee is new: `GAS_PER_PAYMENT` does not cover the check
    /// of a wallet and a new balance.
    function _payer(uint256 random, address to) private view returns (address payer) {
        payer = _payers[random % PAYERS];
        if (coinsOf[to] == 0 && _isWallet[payer]) payer = _payers[(random + 1) % PAYERS];
    }

    /// @dev `_note` removes the fault of a payment whose nonce turned out to be unused.
    function _usedNonceOf(address from) private view returns (bytes32) {
        for (uint256 i = _signed.length; i > 0; --i) {
            if (_signed[i - 1].signer == from && _signed[i - 1].isUsed) return _signed[i - 1].nonce;
        }
        return 0;
    }

    function _faultOf(uint256 random, address to) private pure returns (Fault) {
        if (to == address(0)) return Fault.NoPayee;
        if (random % 3 != 0) return Fault.None;
        Fault fault = Fault(1 + ((random >> 128) % 7));
        return fault == Fault.NoPayee ? Fault.None : fault;
    }

    function _note(Payment memory payment) private {
        Authorization memory a = payment.terms;
        Fault fault = payment.fault;
        // The first payment of a payer with the nonce 0 is valid.
        if (fault == Fault.UsedNonce && !_isUsed(a.from, a.nonce)) fault = Fault.None;
        bool isMade = fault == Fault.None;
        if (fault != Fault.UsedNonce) _signed.push(Signed(a.from, a.nonce, isMade));
        if (isMade) {
            if (_isUnknown(a.to)) accounts.push(a.to);
            coinsOf[a.from] -= a.value;
            coinsOf[a.to] += a.value;
        }
        _count(_kindOf(fault, payment.isByWallet));
    }

    function _kindOf(Fault fault, bool isByWallet) private pure returns (bytes32) {
        if (fault == Fault.WrongSigner) return "wrong signer";
        if (fault == Fault.Expired) return "expired";
        if (fault == Fault.NotYetValid) return "not yet valid";
        if (fault == Fault.TooMuch) return "too much";
        if (fault == Fault.NoPayee) return "no payee";
        if (fault == Fault.UsedNonce) return "used nonce";
        if (fault == Fault.BurnsGas) return "burns gas";
        return isByWallet ? bytes32("payment by a wallet") : bytes32("payment by a key");
    }

    function _isUsed(address signer, bytes32 nonce) private view returns (bool) {
        for (uint256 i = 0; i < _signed.length; ++i) {
            if (_signed[i].signer == signer && _signed[i].nonce == nonce && _signed[i].isUsed) return true;
        }
        return false;
    }

    function _isUnknown(address account) private view returns (bool) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == account) return false;
        }
        return true;
    }

    function _fund(address account, uint256 amount) private {
        accounts.push(account);
        coin.transfer(account, amount);
        coinsOf[account] = amount;
    }

    function _pack(Payment memory payment) private pure returns (bytes memory) {
        Authorization memory a = payment.terms;
        bytes memory s = payment.signature;
        bytes32 r;
        bytes32 half;
        assembly ("memory-safe") {
            r := mload(add(s, 0x20))
            half := mload(add(s, 0x40))
        }
        bytes memory terms = abi.encodePacked(
            a.from,
            uint96(a.value),
            uint40(a.validAfter),
            uint40(a.validBefore),
            a.nonce
        );
        return abi.encodePacked(terms, s[64], r, half);
    }

    function _random(uint256 seed, uint256 n) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }
}
