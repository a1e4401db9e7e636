// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../../contracts/ServiceCoin.sol";
import {ServiceRegistry} from "../../../contracts/ServiceRegistry.sol";
import {ServiceReputation} from "../../../contracts/ServiceReputation.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {deploy} from "../../fixtures/Deploy.sol";
import {VM, bound, signBytes, typedDigest} from "../../fixtures/Vm.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Services that change owner and wallet, and payers that rate them, with a model of both.
contract ServiceHandler is Kinds {
    /// @dev A paid rating. `rating` has 18 decimals.
    struct Rated {
        uint256 agentId;
        address client;
        uint64 index;
        uint256 rating;
        uint256 paid;
        bool revoked;
    }

    uint256 public constant SERVICES = 2;
    uint256 public constant ACTORS = 4;
    uint256 private constant CLIENTS = 3;
    uint256 private constant FIRST_CLIENT = 100;
    uint256 private constant MEMORY = 180 days;
    uint256 private constant START = 1_800_000_000;
    uint256 private constant SUPPLY = type(uint96).max;

    ServiceRegistry public immutable registry;
    ServiceReputation public immutable reputation;
    PaymentHub private immutable _hub;

    mapping(uint256 agentId => address) public owners;
    mapping(uint256 agentId => address) public wallets;
    mapping(uint256 agentId => mapping(address wallet => uint256)) public formerUntil;
    Rated[] private _rated;
    uint256 private _deals;

    constructor() {
        VM.warp(START);
        ServiceCoin coin = ServiceCoin(deploy("ServiceCoin", abi.encode(address(this), address(this), SUPPLY, SUPPLY)));
        _hub = PaymentHub(deploy("PaymentHub", abi.encode(address(this), coin, address(0xa4))));
        registry = ServiceRegistry(deploy("ServiceRegistry", ""));
        reputation = ServiceReputation(deploy("ServiceReputation", abi.encode(registry, _hub)));
        for (uint256 i = 0; i < SERVICES; ++i) {
            (owners[i], wallets[i]) = (actor(i), actor(i));
            VM.prank(actor(i));
            registry.register();
        }
        for (uint256 i = 0; i < CLIENTS; ++i) {
            address client = VM.addr(FIRST_CLIENT + i);
            coin.transfer(client, SUPPLY / CLIENTS);
            VM.prank(client);
            coin.approve(address(_hub), type(uint256).max);
        }
        _addKind("transfer");
        _addKind("set the wallet");
        _addKind("unset the wallet");
        _addKind("wait");
        _addKind("rate");
        _addKind("revoke");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](6);
        list[0] = this.transfer.selector;
        list[1] = this.setWallet.selector;
        list[2] = this.unsetWallet.selector;
        list[3] = this.wait.selector;
        list[4] = this.rate.selector;
        list[5] = this.revoke.selector;
    }

    function transfer(uint256 seed) external {
        uint256 agentId = seed % SERVICES;
        address to = actor((seed >> 8) % ACTORS);
        VM.prank(owners[agentId]);
        registry.transferFrom(owners[agentId], to, agentId);
        owners[agentId] = to;
        _noteWallet(agentId, address(0));
        _count("transfer");
    }

    function setWallet(uint256 seed) external {
        uint256 agentId = seed % SERVICES;
        uint256 key = 1 + ((seed >> 8) % ACTORS);
        address owner = owners[agentId];
        uint256 deadline = block.timestamp + 300;
        bytes32 consent = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                agentId,
                VM.addr(key),
                owner,
                deadline
            )
        );
        bytes memory signature = signBytes(key, typedDigest(_domain(), consent));
        VM.prank(owner);
        registry.setAgentWallet(agentId, VM.addr(key), deadline, signature);
        _noteWallet(agentId, VM.addr(key));
        _count("set the wallet");
    }

    function unsetWallet(uint256 seed) external {
        uint256 agentId = seed % SERVICES;
        VM.prank(owners[agentId]);
        registry.unsetAgentWallet(agentId);
        _noteWallet(agentId, address(0));
        _count("unset the wallet");
    }

    function wait(uint256 seed) external {
        VM.warp(block.timestamp + bound(seed, 1, 100 days));
        _count("wait");
    }

    /// @dev Pays the service's wallet and rates the deal. Does nothing while there is no wallet to pay.
    function rate(uint256 seed) external {
        uint256 agentId = seed % SERVICES;
        if (wallets[agentId] == address(0)) return;
        address client = VM.addr(FIRST_CLIENT + ((seed >> 8) % CLIENTS));
        uint8 decimals = uint8((seed >> 16) % 19);
        uint256 value = bound(seed >> 24, 0, 100 * 10 ** uint256(decimals));
        PlainDeal memory deal;
        (deal.payer, deal.payee, deal.ref) = (client, wallets[agentId], bytes32(++_deals));
        deal.price = uint96(bound(seed >> 128, 1, SUPPLY >> (12 + ((seed >> 40) % 80))));
        (deal.deadline, deal.feeBps) = (uint40(block.timestamp + 1 days), _hub.fee());
        uint256 paid = bound(seed >> 72, 1, deal.price);
        VM.prank(client);
        _hub.open(deal.packed(), deal.price, "");
        VM.prank(client);
        _hub.release(deal.packed(), paid);
        VM.prank(client);
        reputation.giveFeedbackForDeal(agentId, int128(uint128(value)), decimals, "", "", 0, deal.packed());
        uint64 index = reputation.getLastIndex(agentId, client);
        _rated.push(Rated(agentId, client, index, value * 10 ** uint256(18 - decimals), paid, false));
        _count("rate");
    }

    function revoke(uint256 seed) external {
        if (_rated.length == 0) return;
        Rated storage rated = _rated[seed % _rated.length];
        if (rated.revoked) return;
        VM.prank(rated.client);
        reputation.revokeFeedback(rated.agentId, rated.index);
        rated.revoked = true;
        _count("revoke");
    }

    /// @notice Returns every paid rating, the revoked ones too.
    function ratings() external view returns (Rated[] memory) {
        return _rated;
    }

    /// @notice Returns the account whose private key is `index` + 1.
    function actor(uint256 index) public pure returns (address) {
        return VM.addr(index + 1);
    }

    function _noteWallet(uint256 agentId, address wallet) private {
        address former = wallets[agentId];
        if (former != address(0)) formerUntil[agentId][former] = block.timestamp + MEMORY;
        wallets[agentId] = wallet;
    }

    function _domain() private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                    keccak256("ERC8004IdentityRegistry"),
                    keccak256("1"),
                    block.chainid,
                    address(registry)
                )
            );
    }
}
